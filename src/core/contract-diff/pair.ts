import { canonicalJson } from '../json/canonical-json';
import { isArray, isObject, listOf, member, textOf, type JsonValue } from '../json/json-value';
import { pointerTo } from '../json/pointer';
import { trim } from '../text';

/** One place of the contract in both versions; the value is undefined in a version that has nothing there. */
export interface Pair {
  readonly from: JsonValue | undefined;
  readonly to: JsonValue | undefined;
  readonly pointerFrom: string;
  readonly pointerTo: string;
  /** What a summary begins with so that a reader knows where he is, such as `input "bed": `. */
  readonly about: string;
}

export function pairOf(from: JsonValue | undefined, to: JsonValue | undefined, pointer: string): Pair {
  return { from, to, pointerFrom: pointer, pointerTo: pointer, about: '' };
}

export function memberPair(pair: Pair, name: string): Pair {
  return {
    from: member(pair.from, name),
    to: member(pair.to, name),
    pointerFrom: pointerTo(pair.pointerFrom, name),
    pointerTo: pointerTo(pair.pointerTo, name),
    about: pair.about,
  };
}

export function isSame({ from, to }: Pair): boolean {
  return sameJson(from, to);
}

/**
 * Equal as the digests see it: -0 is not 0, the order of members says nothing. The walk keeps its own stack, since
 * values of files nest up to 10,000 levels.
 */
export function sameJson(left: JsonValue | undefined, right: JsonValue | undefined): boolean {
  const pending: [JsonValue | undefined, JsonValue | undefined][] = [[left, right]];
  for (let pair = pending.pop(); pair !== undefined; pair = pending.pop()) {
    const [one, other] = pair;
    if (Object.is(one, other)) continue;
    if (isArray(one) && isArray(other) && one.length === other.length) {
      one.forEach((element, index) => pending.push([element, other[index]]));
    } else if (isObject(one) && isObject(other) && Object.keys(one).length === Object.keys(other).length) {
      for (const name of Object.keys(one)) pending.push([one[name], member(other, name)]);
    } else {
      return false;
    }
  }
  return true;
}

/** The trimmed texts of both sides, empty where there is none: "field(x, k)" of service-definition.md. */
export function textsOf({ from, to }: Pair): readonly [from: string, to: string] {
  return [trim(textOf(from)), trim(textOf(to))];
}

/** Elements of one list that the other does not have, each once, with those of both sides as a set. */
export function listDifference({ from, to }: Pick<Pair, 'from' | 'to'>): {
  readonly added: JsonValue[];
  readonly removed: JsonValue[];
} {
  const before = new Map(listOf(from).map((element) => [keyOf(element), element]));
  const after = new Map(listOf(to).map((element) => [keyOf(element), element]));
  return {
    added: [...after].filter(([key]) => !before.has(key)).map(([, element]) => element),
    removed: [...before].filter(([key]) => !after.has(key)).map(([, element]) => element),
  };
}

/** The canonical form; lists are of texts mostly, and no other value's form begins with a quote. */
function keyOf(element: JsonValue): string {
  return typeof element === 'string' ? `"${element}` : canonicalJson(element);
}
