import { RegistryError } from './errors';
import { isArray, isObject, member, type JsonObject, type JsonValue } from './json/json-value';
import { pointerTo } from './json/pointer';

/**
 * Typed reading of a publish request's members (packages.md section 2): absent and null mean the same, any other JSON
 * type than the stated one is refused, names are exact, unknown members are ignored.
 */
export class RequestMembers {
  private constructor(
    private readonly members: JsonObject,
    private readonly pointer: string,
  ) {}

  /** @throws RegistryError MEMBER_TYPE_INVALID when `value` is not an object */
  static of(value: JsonValue, pointer = ''): RequestMembers {
    if (!isObject(value)) throw typeFault(pointer, value, 'an object');
    return new RequestMembers(value, pointer);
  }

  /** The string, or the empty string when absent. */
  string(name: string): string {
    const value = this.present(name);
    if (value === undefined) return '';
    if (typeof value !== 'string') throw typeFault(pointerTo(this.pointer, name), value, 'a string');
    return value;
  }

  object(name: string): JsonObject | undefined {
    const value = this.present(name);
    if (value === undefined) return undefined;
    if (!isObject(value)) throw typeFault(pointerTo(this.pointer, name), value, 'an object');
    return value;
  }

  /** The objects of an array member, each ready to be read; a null element reads as an empty object. */
  objects(name: string): readonly RequestMembers[] {
    const value = this.present(name);
    if (value === undefined) return [];
    const pointer = pointerTo(this.pointer, name);
    if (!isArray(value)) throw typeFault(pointer, value, 'an array of objects');
    return value.map((element, index) => RequestMembers.of(element ?? {}, pointerTo(pointer, index)));
  }

  private present(name: string): Exclude<JsonValue, null> | undefined {
    return member(this.members, name) ?? undefined;
  }
}

function typeFault(pointer: string, value: JsonValue, allowed: string): RegistryError {
  const actual =
    value === null
      ? 'null'
      : Array.isArray(value)
        ? 'an array'
        : typeof value === 'object'
          ? 'an object'
          : `a ${typeof value}`;
  const where = pointer === '' ? 'the request body' : pointer;
  return new RegistryError('MEMBER_TYPE_INVALID', `${where} must be ${allowed}, not ${actual}`, {
    pointer,
    allowed,
    actual,
  });
}
