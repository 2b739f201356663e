import { listOf, type JsonValue } from '../json/json-value';
import { pointerTo } from '../json/pointer';
import type { Pair } from './pair';

export interface MatchedElements {
  /** Elements of both versions, in the order of the newer. */
  readonly matched: readonly Element[];
  readonly removed: readonly Element[];
  readonly added: readonly Element[];
  /** The elements of both versions come in another order. */
  readonly isReordered: boolean;
}

export interface Element extends Pair {
  readonly key: string;
}

/**
 * Matches the elements of two lists by a key. Publish makes keys unique; where a file repeats one, the first goes with
 * the first, the second with the second.
 */
export function matchElements(pair: Pair, keyOf: (element: JsonValue) => string): MatchedElements {
  const before = keyed(listOf(pair.from), keyOf);
  const after = keyed(listOf(pair.to), keyOf);
  const element = (id: string): Element => {
    const from = before.get(id);
    const to = after.get(id);
    return {
      key: from?.key ?? to?.key ?? '',
      from: from?.value,
      to: to?.value,
      pointerFrom: pointerTo(pair.pointerFrom, from?.index ?? 0),
      pointerTo: pointerTo(pair.pointerTo, to?.index ?? 0),
      about: pair.about,
    };
  };
  const keptBefore = [...before.keys()].filter((id) => after.has(id));
  const keptAfter = [...after.keys()].filter((id) => before.has(id));
  return {
    matched: keptAfter.map(element),
    removed: [...before.keys()].filter((id) => !after.has(id)).map(element),
    added: [...after.keys()].filter((id) => !before.has(id)).map(element),
    isReordered: keptBefore.some((id, index) => id !== keptAfter[index]),
  };
}

interface Keyed {
  readonly key: string;
  readonly value: JsonValue;
  readonly index: number;
}

function keyed(list: readonly JsonValue[], keyOf: (element: JsonValue) => string): ReadonlyMap<string, Keyed> {
  const elements = new Map<string, Keyed>();
  const seen = new Map<string, number>();
  list.forEach((value, index) => {
    const key = keyOf(value);
    const occurrence = seen.get(key) ?? 0;
    seen.set(key, occurrence + 1);
    elements.set(`${occurrence} ${key}`, { key, value, index });
  });
  return elements;
}
