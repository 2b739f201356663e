import {
  byCodePoint,
  canonicalJson,
  canonicalString,
  printOrdered,
  receiptFormSizeOf,
  writeCanonical,
} from './canonical-json';
import type { JsonObject, JsonValue } from './json-value';
import { NOT_NATIVE, orderedCopy, type WalkListener } from './ordered-copy';

/**
 * An object as the canonical forms of its members, each printed once: documents that share most of their members are
 * made from the same parts. Sealing needs a manifest as it came, stamped, and in parts; printing it each time took a
 * fifth of the CPU time of a publish (docs/performance.md).
 */
export class CanonicalMembers {
  private constructor(private readonly texts: ReadonlyMap<string, string>) {}

  static of(object: JsonObject): CanonicalMembers {
    return CanonicalMembers.listened(object).members;
  }

  /** `isHeard`: the listener has heard of every part of the object. */
  static listened(object: JsonObject, listener?: WalkListener): { members: CanonicalMembers; isHeard: boolean } {
    const ordered = orderedCopy(object, listener) as JsonObject | typeof NOT_NATIVE;
    const isHeard = ordered !== NOT_NATIVE;
    const print = (name: string): string =>
      isHeard ? printOrdered(ordered[name] as JsonValue) : writeCanonical(object[name] as JsonValue);
    const texts = new Map(Object.keys(object).map((name) => [name, print(name)]));
    return { members: new CanonicalMembers(texts), isHeard };
  }

  /** The canonical form of a member. */
  text(name: string): string | undefined {
    return this.texts.get(name);
  }

  with(members: JsonObject): CanonicalMembers {
    return this.withTexts(Object.entries(members).map(([name, value]) => [name, canonicalJson(value)]));
  }

  /** `texts` are canonical forms. */
  withTexts(texts: readonly (readonly [name: string, text: string])[]): CanonicalMembers {
    return new CanonicalMembers(new Map([...this.texts, ...texts]));
  }

  without(name: string): CanonicalMembers {
    return new CanonicalMembers(new Map([...this.texts].filter(([own]) => own !== name)));
  }

  /** True when one of the canonical forms matches. A match may span parts of a member, never two members. */
  some(matches: (text: string) => boolean): boolean {
    return [...this.texts.values()].some(matches);
  }

  /** Of the whole object, in bytes, as every limit on a document is measured. */
  receiptFormSize(): number {
    let size = '{}'.length + Math.max(0, this.texts.size - 1);
    for (const [name, text] of this.texts) {
      size += receiptFormSizeOf(canonicalString(name)) + ':'.length + receiptFormSizeOf(text);
    }
    return size;
  }

  /** The canonical form of the object. */
  json(): string {
    const names = [...this.texts.keys()].sort(byCodePoint);
    return `{${names.map((name) => `${canonicalString(name)}:${this.texts.get(name) ?? ''}`).join(',')}}`;
  }

  bytes(): Buffer {
    return Buffer.from(this.json(), 'utf8');
  }
}
