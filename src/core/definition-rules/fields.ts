import { RegistryError, type ErrorCode, type ErrorDetails } from '../errors';
import { isArray, isEmptyObject, isObject, member, textOf, type JsonObject, type JsonValue } from '../json/json-value';
import { pointerTo } from '../json/pointer';
import { byteLength, hasUnsafeControl, isBlank, quoteForMessage, trim } from '../text';
import type { NamedPattern } from './patterns';

/** A text for people: a long page; more does not belong into a contract (section 1, "safe text"). */
export const MAX_SAFE_TEXT_BYTES = 8192;

/** "field(x, k)" of the contract: the trimmed text of the member; empty when it is missing or not a string. */
export function field(object: JsonValue | undefined, name: string): string {
  return trim(textOf(member(object, name)));
}

/** A part of the definition with the code that its faults are reported under. */
export interface Part {
  readonly value: JsonObject;
  readonly at: string;
  readonly code: ErrorCode;
}

export function faultOf(code: ErrorCode, fault: string, pointer: string, details: ErrorDetails = {}): RegistryError {
  if (details.allowed === undefined) return new RegistryError(code, fault, { pointer, ...details });
  const allowed = shortened(details.allowed);
  return new RegistryError(code, `${fault}; allowed: ${[allowed].flat().join(', ')}`, { pointer, ...details, allowed });
}

/** Lists that come from the publisher (ids of services or steps) may have any length; an answer may not. */
function shortened(allowed: string | readonly string[]): string | readonly string[] {
  const MAX_LISTED = 20;
  if (typeof allowed === 'string' || allowed.length <= MAX_LISTED) return allowed;
  return [...allowed.slice(0, MAX_LISTED), `and ${allowed.length - MAX_LISTED} more`];
}

export function objectAt(code: ErrorCode, value: JsonValue | undefined, at: string): Part {
  if (!isObject(value)) throw faultOf(code, `${at} is ${kindOf(value)}`, at, { allowed: 'an object' });
  return { value, at, code };
}

/** The member `name` of `part`, which must be an object. */
export function partOf(part: Part, name: string, code = part.code): Part {
  return objectAt(code, member(part.value, name), pointerTo(part.at, name));
}

export function nonEmptyPartOf(part: Part, name: string, code = part.code): Part {
  const child = partOf(part, name, code);
  if (!isEmptyObject(child.value)) return child;
  throw faultOf(code, `${child.at} is an empty object`, child.at, { allowed: 'an object with members' });
}

/** The member `name`, which must be an array of objects. */
export function partsOf(part: Part, name: string, code = part.code): readonly Part[] {
  const at = pointerTo(part.at, name);
  return arrayOf({ ...part, code }, name).map((value, index) => objectAt(code, value, pointerTo(at, index)));
}

export function nonEmptyArrayOf(part: Part, name: string): readonly JsonValue[] {
  const array = arrayOf(part, name);
  if (array.length > 0) return array;
  const at = pointerTo(part.at, name);
  throw faultOf(part.code, `${at} is an empty array`, at, { allowed: 'an array with elements' });
}

export function arrayOf(part: Part, name: string): readonly JsonValue[] {
  const value = member(part.value, name);
  if (isArray(value)) return value;
  const at = pointerTo(part.at, name);
  throw faultOf(part.code, `${at} is ${kindOf(value)}`, at, { allowed: 'an array' });
}

/** The trimmed texts of the array `name`, none of which may be blank. */
export function textsOf(part: Part, name: string): readonly string[] {
  const at = pointerTo(part.at, name);
  return arrayOf(part, name).map((value, index) => {
    if (typeof value === 'string' && !isBlank(value)) return trim(value);
    const itemAt = pointerTo(at, index);
    const found = typeof value === 'string' ? 'blank' : kindOf(value);
    throw faultOf(part.code, `${itemAt} is ${found}`, itemAt, { allowed: 'a string that is not blank' });
  });
}

export function requiredField(part: Part, name: string): string {
  const text = field(part.value, name);
  if (text !== '') return text;
  const at = pointerTo(part.at, name);
  throw faultOf(part.code, `${at} is required`, at, { allowed: 'a string that is not blank' });
}

export function checkPattern(code: ErrorCode, text: string, pattern: NamedPattern, at: string): void {
  if (pattern.expression.test(text)) return;
  const details = { rule: pattern.name, allowed: pattern.expression.source };
  throw faultOf(code, `${at} is ${quoteForMessage(text)}, which is no ${pattern.name}`, at, details);
}

export function patternField(part: Part, name: string, pattern: NamedPattern): string {
  const text = requiredField(part, name);
  checkPattern(part.code, text, pattern, pointerTo(part.at, name));
  return text;
}

export function optionalPatternField(part: Part, name: string, pattern: NamedPattern): void {
  const text = field(part.value, name);
  if (text !== '') checkPattern(part.code, text, pattern, pointerTo(part.at, name));
}

export function checkOneOf(code: ErrorCode, text: string, allowed: readonly string[], at: string): void {
  if (!allowed.includes(text)) throw faultOf(code, `${at} is ${quoteForMessage(text)}`, at, { allowed });
}

/** Empty texts pass: where one is required, that is checked before. */
export function checkSafeText(part: Part, name: string): void {
  const text = field(part.value, name);
  const actual = byteLength(text);
  if (actual <= MAX_SAFE_TEXT_BYTES && !hasUnsafeControl(text)) return;
  const at = pointerTo(part.at, name);
  if (actual > MAX_SAFE_TEXT_BYTES) {
    const limit = MAX_SAFE_TEXT_BYTES;
    throw faultOf(part.code, `${at} has ${actual} bytes; at most ${limit} are allowed`, at, { limit, actual });
  }
  const allowed = 'no control characters but tab, line feed and carriage return';
  throw faultOf(part.code, `${at} has a control character`, at, { rule: 'safe text', allowed });
}

function kindOf(value: JsonValue | undefined): string {
  if (value === undefined) return 'missing';
  if (value === null) return 'null';
  return isArray(value) ? 'an array' : typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
