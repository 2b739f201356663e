import { isArray, isObject, member, type JsonObject, type JsonValue } from '../json/json-value';
import { quoteForMessage } from '../text';
import { listDifference, sameJson, type Pair } from './pair';
import type { ChangeClass } from './rule';
import { classOf, type RuleId } from './rules';

/** One difference between two versions of a contract, as it is printed and served. */
export interface ContractChange {
  readonly rule: RuleId;
  readonly class: ChangeClass;
  /** Absent when the change is of no single capability. */
  readonly capability_id?: string;
  /** RFC 6901 pointers from the root of the record of each version; absent where that version has nothing there. */
  readonly pointer_from?: string;
  readonly pointer_to?: string;
  /** One sentence without anything that a terminal obeys. */
  readonly summary: string;
  readonly from?: JsonValue;
  readonly to?: JsonValue;
}

export function changeOf(rule: RuleId, pair: Pair, summary: string): ContractChange {
  return {
    ...placeOf(rule, pair, summary),
    ...(pair.from === undefined ? {} : { from: pair.from }),
    ...(pair.to === undefined ? {} : { to: pair.to }),
  };
}

/** The same without the values, for what is too large to repeat: the pointers tell where it is. */
export function placeOf(rule: RuleId, pair: Pair, summary: string): ContractChange {
  return {
    rule,
    class: classOf(rule),
    ...(pair.from === undefined ? {} : { pointer_from: pair.pointerFrom }),
    ...(pair.to === undefined ? {} : { pointer_to: pair.pointerTo }),
    summary: `${pair.about}${summary}`,
  };
}

/** `changed from "a" to "b"`, `is now "b"`, `is gone (was "a")`: what happened to a value, after its name. */
export function edited({ from, to }: Pair): string {
  if (from === undefined) return `is now ${shown(to)}`;
  if (to === undefined) return `is gone (was ${shown(from)})`;
  if (isArray(from) && isArray(to)) return editedList({ from, to });
  if (isObject(from) && isObject(to)) return editedObject(from, to);
  return `changed from ${shown(from)} to ${shown(to)}`;
}

function editedList(lists: Pick<Pair, 'from' | 'to'>): string {
  const { added, removed } = listDifference(lists);
  if (added.length + removed.length === 0) return 'changed in the order of its values';
  const parts = [
    ...(added.length > 0 ? [`${shownList(added)} added`] : []),
    ...(removed.length > 0 ? [`${shownList(removed)} removed`] : []),
  ];
  return `changed: ${parts.join(', ')}`;
}

function editedObject(from: JsonObject, to: JsonObject): string {
  const names = [...new Set([...Object.keys(from), ...Object.keys(to)])];
  return `changed in ${shownList(names.filter((name) => !sameJson(member(from, name), member(to, name))))}`;
}

/** A value in a sentence: texts quoted and cut, documents only counted. */
export function shown(value: JsonValue | undefined): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'string') return quoteForMessage(value);
  if (isArray(value)) return `a list of ${value.length}`;
  if (isObject(value)) return `an object of ${Object.keys(value).length}`;
  return Object.is(value, -0) ? '-0' : String(value);
}

/** `"a", "b" and 3 more`: the elements of a list in a sentence; documents are only counted. */
export function shownList(values: readonly JsonValue[]): string {
  const MAX_SHOWN = 5;
  if (values.some((value) => isArray(value) || isObject(value))) {
    return `${values.length} ${values.length === 1 ? 'element' : 'elements'}`;
  }
  const first = values.slice(0, MAX_SHOWN).map(shown).join(', ');
  return values.length > MAX_SHOWN ? `${first} and ${values.length - MAX_SHOWN} more` : first;
}
