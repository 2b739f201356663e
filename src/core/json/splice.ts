import { isEmptyObject, type JsonObject, type JsonValue } from './json-value';

const COMMA = Buffer.from(',');
const OPEN = Buffer.from('{');
const CLOSE = Buffer.from('}');

/**
 * Writes a JSON object out of parts without parsing or re-writing what is stored: plain members are encoded, spliced
 * members are stored bytes put in verbatim, so that what was hashed is what is served.
 */
export class ObjectWriter {
  private readonly parts: Buffer[] = [];

  /** Members as the JSON encoder prints them; nothing for an empty object. */
  members(members: JsonObject): this {
    if (!isEmptyObject(members)) this.append(Buffer.from(JSON.stringify(members).slice(1, -1), 'utf8'));
    return this;
  }

  /** A member whose value is already JSON text. */
  splice(name: string, json: Buffer): this {
    this.append(Buffer.from(`${JSON.stringify(name)}:`, 'utf8'), json);
    return this;
  }

  /** A member whose value is the array of these JSON texts. */
  spliceList(name: string, items: readonly Buffer[]): this {
    const elements = items.flatMap((item, index) => (index === 0 ? [item] : [COMMA, item]));
    this.append(Buffer.from(`${JSON.stringify(name)}:[`, 'utf8'), ...elements, Buffer.from(']'));
    return this;
  }

  /** All members of a stored JSON object (canonical text, so exactly `{`, members, `}`). */
  spliceMembersOf(json: Buffer): this {
    if (json.length > 2) this.append(json.subarray(1, -1));
    return this;
  }

  toBuffer(): Buffer {
    return Buffer.concat([OPEN, ...this.parts, CLOSE]);
  }

  /** The object's beginning: further members may follow. */
  toHead(): Buffer {
    return Buffer.concat([OPEN, ...this.parts]);
  }

  /** The end of an object that has members before. */
  toTail(): Buffer {
    return Buffer.concat([...(this.parts.length === 0 ? [] : [COMMA]), ...this.parts, CLOSE]);
  }

  private append(...parts: readonly Buffer[]): void {
    if (this.parts.length > 0) this.parts.push(COMMA);
    this.parts.push(...parts);
  }
}

/** A value as JSON bytes, members in the order they were written. */
export function jsonBytes(value: JsonValue): Buffer {
  return Buffer.from(JSON.stringify(value), 'utf8');
}
