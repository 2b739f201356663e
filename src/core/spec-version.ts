import { RegistryError } from './errors';
import { textOf, type JsonValue } from './json/json-value';
import { quoteForMessage } from './text';

/** The one level of the ANIP specification that this Registry checks and signs. */
export const SPEC_VERSION = 'anip/0.24';

/** Exact, not trimmed. @throws RegistryError SPEC_VERSION_UNSUPPORTED */
export function checkSpecVersion(value: JsonValue | undefined, pointer: string): void {
  const actual = textOf(value);
  if (actual === SPEC_VERSION) return;
  throw new RegistryError(
    'SPEC_VERSION_UNSUPPORTED',
    `${pointer} is ${quoteForMessage(actual)}; allowed is "${SPEC_VERSION}"`,
    { pointer, allowed: SPEC_VERSION, actual },
  );
}
