/**
 * A JSON value as this project's parser makes it: numbers are finite doubles, strings hold no unpaired surrogate,
 * of a repeated member the last one is kept (contract: packages.md section 1).
 */
export type JsonValue = null | boolean | number | string | JsonArray | JsonObject;
export type JsonArray = readonly JsonValue[];
export interface JsonObject {
  readonly [member: string]: JsonValue;
}

export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isArray(value: JsonValue | undefined): value is JsonArray {
  return Array.isArray(value);
}

/**
 * The member `name` of `value`; undefined when `value` is no object or has no such member. Names come from
 * publishers, so inherited names (`constructor`, `__proto__`) must never be found: always read members through here.
 */
export function member(value: JsonValue | undefined, name: string): JsonValue | undefined {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

/** True when the object has the member, even if its value is null. */
export function hasMember(value: JsonValue | undefined, name: string): boolean {
  return isObject(value) && Object.hasOwn(value, name);
}

/** "text of X": X if it is a string, otherwise the empty string. */
export function textOf(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : '';
}

/** "map of X": X if it is an object, otherwise the empty object. */
export function objectOf(value: JsonValue | undefined): JsonObject {
  return isObject(value) ? value : {};
}

/** "list of X": X if it is an array, otherwise the empty list. */
export function listOf(value: JsonValue | undefined): JsonArray {
  return isArray(value) ? value : [];
}

export function isEmptyObject(value: JsonObject): boolean {
  return Object.keys(value).length === 0;
}
