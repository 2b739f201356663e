import type { JsonValue } from './json-value';

/** Said of a value whose canonical form `JSON.stringify` would not print. */
export const NOT_NATIVE = Symbol('NOT_NATIVE');

/** Far above what a published document may have, far below what exhausts the call stack. */
const MAX_DEPTH = 500;
/** The first letter of names that objects keep in an order of their own (array indices), or above UTF-16's order. */
const INDEX_OR_ASTRAL = /^[0-9]|[\ud800-\uffff]/;

/**
 * A copy with the members of every object in canonical order, so that `JSON.stringify` prints the canonical form but for
 * U+2028 and U+2029. `NOT_NATIVE` for what it prints otherwise: -0, members whose place an object does not leave to us,
 * values that nest too deep to copy, and what is no JSON value.
 */
export function orderedCopy(value: JsonValue): JsonValue | typeof NOT_NATIVE {
  return copy(value, 0);
}

function copy(value: JsonValue, depth: number): JsonValue | typeof NOT_NATIVE {
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return value;
  if (typeof value === 'number') return Number.isFinite(value) && !Object.is(value, -0) ? value : NOT_NATIVE;
  if (typeof value !== 'object' || depth === MAX_DEPTH) return NOT_NATIVE;
  return isList(value) ? copyList(value, depth) : copyMembers(value, depth);
}

function copyList(list: readonly JsonValue[], depth: number): JsonValue | typeof NOT_NATIVE {
  const copied: JsonValue[] = [];
  for (const value of list) {
    const element = copy(value, depth + 1);
    if (element === NOT_NATIVE) return NOT_NATIVE;
    copied.push(element);
  }
  return copied;
}

function copyMembers(members: Readonly<Record<string, JsonValue>>, depth: number): JsonValue | typeof NOT_NATIVE {
  const copied: Record<string, JsonValue> = {};
  for (const name of sorted(Object.keys(members))) {
    if (INDEX_OR_ASTRAL.test(name) || name === '__proto__') return NOT_NATIVE;
    const element = copy(members[name] as JsonValue, depth + 1);
    if (element === NOT_NATIVE) return NOT_NATIVE;
    copied[name] = element;
  }
  return copied;
}

/** Most objects are in order already: what is read back from the store always is. */
function sorted(names: string[]): readonly string[] {
  for (let index = 1; index < names.length; index += 1) {
    if ((names[index - 1] as string) > (names[index] as string)) return names.sort();
  }
  return names;
}

function isList(value: object): value is readonly JsonValue[] {
  return Array.isArray(value);
}
