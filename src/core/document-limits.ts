import { RegistryError } from './errors';
import { isArray, isObject, type JsonValue } from './json/json-value';
import { pointerTo } from './json/pointer';
import { byteLength, hasUnsafeControl, lowerCase, quoteForMessage, trim } from './text';

/** JSON resource limits of one published document (packages.md section 4, "JSON resource limits"). */
export const MAX_DOCUMENT_DEPTH = 48;
export const MAX_KEY_BYTES = 160;
/** Example text is for reading; 256 KiB is some hundred pages. */
export const MAX_EXAMPLE_BYTES = 262_144;
export const MAX_ATTACHMENT_BYTES = 524_288;
/** Shorter base64-looking text is a digest, a key or a token; from here on it is a file. */
const BINARY_MIN_BYTES = 4096;
const BINARY_MAX_PERCENT = 95;
const BINARY_PREFIXES = ['data:application/octet-stream', 'data:binary'];
const LONGEST_PREFIX = 29;
const BINARY_PATH_WORDS = ['attachment', 'payload', 'blob', 'binary', 'content', 'file'];

/** What the member names on the way to a value say about it. A word cannot span two names: none holds a `.` or `[`. */
interface PathHints {
  readonly example: boolean;
  readonly attachment: boolean;
  readonly binary: boolean;
}

interface Totals {
  exampleBytes: number;
  attachmentBytes: number;
}

/**
 * Walks one document, root at depth 0. `label` names it in messages; `pointer` is where it stands in the request.
 * Recursion is bounded by the depth limit itself.
 * @throws RegistryError DOCUMENT_TOO_DEEP, DOCUMENT_KEY_INVALID, DOCUMENT_TEXT_INVALID, DOCUMENT_BINARY_REFUSED,
 *   DOCUMENT_EXAMPLES_TOO_LARGE, DOCUMENT_ATTACHMENTS_TOO_LARGE
 */
export function checkDocumentLimits(document: JsonValue, label: string, pointer: string): void {
  const totals: Totals = { exampleBytes: 0, attachmentBytes: 0 };
  // The steps to the value that is looked at: a pointer for each of them would be most of the work.
  const path: (string | number)[] = [];
  const here = (): string => path.reduce<string>(pointerTo, pointer);
  // A document has few different member names, and thousands of members.
  const knownNames = new Map<string, PathHints>();
  walk(document, { example: false, attachment: false, binary: false });
  refuseTotal('DOCUMENT_EXAMPLES_TOO_LARGE', 'example', totals.exampleBytes, MAX_EXAMPLE_BYTES);
  refuseTotal(
    'DOCUMENT_ATTACHMENTS_TOO_LARGE',
    'attachment and artifact',
    totals.attachmentBytes,
    MAX_ATTACHMENT_BYTES,
  );

  function walk(value: JsonValue, hints: PathHints): void {
    if (path.length > MAX_DOCUMENT_DEPTH) throw tooDeep(label, here());
    if (typeof value === 'string') {
      checkString(value, here, hints, label);
      if (hints.example) totals.exampleBytes += byteLength(value);
      if (hints.attachment) totals.attachmentBytes += byteLength(value);
    } else if (isArray(value)) {
      value.forEach((element, index) => {
        step(index, element, hints);
      });
    } else if (isObject(value)) {
      for (const key of Object.keys(value)) {
        step(key, value[key] as JsonValue, bothHints(hints, hintsOf(key)));
      }
    }
  }

  function hintsOf(key: string): PathHints {
    const known = knownNames.get(key);
    if (known !== undefined) return known;
    checkKey(key, here, label);
    const given = hintsOfName(lowerCase(key));
    knownNames.set(key, given);
    return given;
  }

  function step(to: string | number, value: JsonValue, hints: PathHints): void {
    path.push(to);
    walk(value, hints);
    path.pop();
  }

  function refuseTotal(
    code: 'DOCUMENT_EXAMPLES_TOO_LARGE' | 'DOCUMENT_ATTACHMENTS_TOO_LARGE',
    what: string,
    actual: number,
    limit: number,
  ): void {
    if (actual <= limit) return;
    throw new RegistryError(
      code,
      `the ${what} texts of the ${label} have ${actual} bytes; at most ${limit} are allowed`,
      {
        pointer,
        limit,
        actual,
      },
    );
  }
}

/**
 * Only the depth of a document, for what the contract leaves uninspected otherwise.
 * @throws RegistryError DOCUMENT_TOO_DEEP
 */
export function checkDocumentDepth(document: JsonValue, label: string, pointer: string): void {
  walk(document, 0);

  function walk(value: JsonValue, depth: number): void {
    if (depth > MAX_DOCUMENT_DEPTH) throw tooDeep(label, pointer);
    if (typeof value !== 'object' || value === null) return;
    for (const element of Object.values(value)) walk(element, depth + 1);
  }
}

function tooDeep(label: string, pointer: string): RegistryError {
  return new RegistryError('DOCUMENT_TOO_DEEP', `the ${label} nests deeper than ${MAX_DOCUMENT_DEPTH} levels`, {
    pointer,
    limit: MAX_DOCUMENT_DEPTH,
  });
}

function hintsOfName(name: string): PathHints {
  return {
    example: name.includes('example'),
    attachment: name.includes('attachment') || name.includes('artifact'),
    binary: BINARY_PATH_WORDS.some((word) => name.includes(word)),
  };
}

/** What holds above a value holds for it too. */
function bothHints(above: PathHints, own: PathHints): PathHints {
  const example = above.example || own.example;
  const attachment = above.attachment || own.attachment;
  const binary = above.binary || own.binary;
  const same = example === above.example && attachment === above.attachment && binary === above.binary;
  return same ? above : { example, attachment, binary };
}

function checkKey(key: string, parent: () => string, label: string): void {
  const sizeBytes = byteLength(key);
  if (sizeBytes >= 1 && sizeBytes <= MAX_KEY_BYTES && !hasUnsafeControl(key)) return;
  const allowed = `1 to ${MAX_KEY_BYTES} bytes without control characters`;
  throw new RegistryError(
    'DOCUMENT_KEY_INVALID',
    `a member name of the ${label}, ${quoteForMessage(key)}, has ${sizeBytes} bytes or a control character; allowed are ${allowed}`,
    { pointer: parent(), limit: MAX_KEY_BYTES, actual: sizeBytes, allowed },
  );
}

function checkString(text: string, at: () => string, hints: PathHints, label: string): void {
  if (hasUnsafeControl(text)) {
    const pointer = at();
    throw new RegistryError('DOCUMENT_TEXT_INVALID', `a text of the ${label} at ${pointer} has a control character`, {
      pointer,
      allowed: 'no code point below U+0020 other than tab, LF and CR, and no U+007F',
    });
  }
  if (looksBinary(text, hints.binary)) {
    const pointer = at();
    throw new RegistryError(
      'DOCUMENT_BINARY_REFUSED',
      `the text of the ${label} at ${pointer} looks like an embedded binary file`,
      {
        pointer,
        rule: 'no data:application/octet-stream or data:binary URL, and no base64 text of 4096 bytes or more',
      },
    );
  }
}

/** No other character than `d` and `D` is one in lower case. */
function hasBinaryPrefix(trimmed: string): boolean {
  if (!trimmed.startsWith('d') && !trimmed.startsWith('D')) return false;
  const start = lowerCase(trimmed.slice(0, LONGEST_PREFIX));
  return BINARY_PREFIXES.some((prefix) => start.startsWith(prefix));
}

function looksBinary(text: string, atSuspectedPath: boolean): boolean {
  const trimmed = trim(text);
  if (hasBinaryPrefix(trimmed)) return true;
  if (!atSuspectedPath || trimmed.length * 3 < BINARY_MIN_BYTES) return false;
  const sizeBytes = byteLength(trimmed);
  if (sizeBytes < BINARY_MIN_BYTES) return false;
  const base64Characters = trimmed.length - trimmed.replace(/[A-Za-z0-9+/=\n\r]/g, '').length;
  return Math.floor((base64Characters * 100) / sizeBytes) > BINARY_MAX_PERCENT;
}
