import type { JsonValue } from './json-value';

/** Said of a value whose canonical form `JSON.stringify` would not print. */
export const NOT_NATIVE = Symbol('NOT_NATIVE');

/** Far above what a published document may have, far below what exhausts the call stack. */
const MAX_DEPTH = 500;
/** The first letter of names that objects keep in an order of their own (array indices), or above UTF-16's order. */
const INDEX_OR_ASTRAL = /^[0-9]|[\ud800-\uffff]/;

type Members = Readonly<Record<string, JsonValue>>;

/** Is told what a walk over a value meets, so that nobody has to walk it again. */
export interface WalkListener {
  /** Steps from the root to a value; more than once for the same depth. */
  depth(depth: number): void;
  /** Each member name, once. */
  name(name: string): void;
  /** Each text that is a value, with the name of the nearest member around it. */
  text(text: string, name: string): void;
}

/**
 * The value with the members of every object in canonical order, so that `JSON.stringify` prints the canonical form but
 * for U+2028 and U+2029. `NOT_NATIVE` for what it prints otherwise: -0, members whose place an object does not leave to
 * us, values that nest too deep to copy, and what is no JSON value; the listener has heard of a part of it then.
 *
 * What is in order already is not copied: documents that were read back, or printed by a program that sorts members.
 */
export function orderedCopy(value: JsonValue, listener?: WalkListener): JsonValue | typeof NOT_NATIVE {
  return new OrderedCopier(listener).copy(value, 0, '');
}

class OrderedCopier {
  /** A document has few different member names, and thousands of members. */
  private readonly nativeNames = new Set<string>();

  constructor(private readonly listener: WalkListener | undefined) {}

  copy(value: JsonValue, depth: number, name: string): JsonValue | typeof NOT_NATIVE {
    if (typeof value === 'string') {
      this.listener?.text(value, name);
      return value;
    }
    if (typeof value === 'boolean' || value === null) return value;
    if (typeof value === 'number') return Number.isFinite(value) && !Object.is(value, -0) ? value : NOT_NATIVE;
    if (typeof value !== 'object' || depth === MAX_DEPTH) return NOT_NATIVE;
    return isList(value) ? this.copyList(value, depth + 1, name) : this.copyMembers(value, depth + 1);
  }

  private copyList(list: readonly JsonValue[], depth: number, name: string): JsonValue | typeof NOT_NATIVE {
    if (list.length > 0) this.listener?.depth(depth);
    let copied: JsonValue[] | undefined;
    for (const [index, value] of list.entries()) {
      const element = this.copy(value, depth, name);
      if (element === NOT_NATIVE) return NOT_NATIVE;
      if (element !== value) copied ??= list.slice(0, index);
      copied?.push(element);
    }
    return copied ?? list;
  }

  private copyMembers(members: Members, depth: number): JsonValue | typeof NOT_NATIVE {
    const names = Object.keys(members);
    if (names.length > 0) this.listener?.depth(depth);
    let copied: Record<string, JsonValue> | undefined = sortIfNeeded(names) ? {} : undefined;
    for (const name of names) {
      if (!this.nativeNames.has(name) && !this.isNative(name)) return NOT_NATIVE;
      const value = members[name] as JsonValue;
      const element = this.copy(value, depth, name);
      if (element === NOT_NATIVE) return NOT_NATIVE;
      if (element !== value) copied ??= membersBefore(name, names, members);
      if (copied !== undefined) copied[name] = element;
    }
    return copied ?? members;
  }

  private isNative(name: string): boolean {
    if (INDEX_OR_ASTRAL.test(name) || name === '__proto__') return false;
    this.nativeNames.add(name);
    this.listener?.name(name);
    return true;
  }
}

/** True when the names were not in order. */
function sortIfNeeded(names: string[]): boolean {
  for (let index = 1; index < names.length; index += 1) {
    if ((names[index - 1] as string) > (names[index] as string)) {
      names.sort();
      return true;
    }
  }
  return false;
}

function membersBefore(end: string, names: readonly string[], members: Members): Record<string, JsonValue> {
  const before: Record<string, JsonValue> = {};
  for (const name of names) {
    if (name === end) break;
    before[name] = members[name] as JsonValue;
  }
  return before;
}

function isList(value: object): value is readonly JsonValue[] {
  return Array.isArray(value);
}
