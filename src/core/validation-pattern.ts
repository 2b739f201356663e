import { adaptPattern } from './pattern-adaptation';
import { byteLength } from './text';

/**
 * Longest pattern that is looked at. The contract refuses "very large programs" without a number; a text of this size
 * is beyond any use, and the time re2js takes on it stays in the tens of milliseconds, whatever it says.
 */
export const MAX_VALIDATION_PATTERN_BYTES = 32_768;

/**
 * Why `pattern` is not RE2 syntax as the reference compiles it (service-definition.md section 4), or undefined when it
 * is. Parses only: a program is never built, so that `(?:x{1000}y{1000}...)` costs no memory.
 */
export function checkValidationPattern(pattern: string): string | undefined {
  if (byteLength(pattern) > MAX_VALIDATION_PATTERN_BYTES) {
    return `it has more than ${MAX_VALIDATION_PATTERN_BYTES} bytes`;
  }
  const adapted = adaptPattern(pattern);
  if (adapted.fault !== undefined) return adapted.fault;
  const { RE2JSSyntaxException, RE2Set } = loadRe2();
  try {
    // Of the public functions of re2js, only this one parses without compiling.
    new RE2Set().add(adapted.pattern);
    return undefined;
  } catch (error) {
    if (error instanceof RE2JSSyntaxException) return error.getDescription();
    // re2js bounds nesting while it parses; a pattern that exhausts the stack all the same nests too deeply.
    if (error instanceof RangeError) return 'expression nests too deeply';
    throw error;
  }
}

/** With the first pattern: few packages bring any, and the library is as large as all rules together. */
function loadRe2(): typeof import('re2js') {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- not at the start
  return require('re2js') as typeof import('re2js');
}
