import { isObject, type JsonValue } from '../json/json-value';
import { isBlank, quoteForMessage } from '../text';
import { changeOf, edited, type ContractChange } from './change';
import { isSame, memberPair, type Pair } from './pair';
import type { RuleId } from './rules';

/** Names the changes of one member; an empty list says that two different values mean the same. */
export type Comparison = (pair: Pair) => readonly ContractChange[];

/** By the name of the member: a Map, since names come from publishers and must not find inherited ones. */
export type Comparisons = ReadonlyMap<string, Comparison>;

/**
 * Compares two objects member by member. A member that no rule knows is reported by the rule `other`:
 * nothing is passed over, whatever publishers add to the contract. Where values differ and no member
 * does (null and an empty object), the answer is empty: the caller reports the member that they are.
 */
export function compareMembers(pair: Pair, comparisons: Comparisons, other: RuleId): readonly ContractChange[] {
  if (isSame(pair)) return [];
  const changes: ContractChange[] = [];
  for (const name of memberNames(pair)) {
    const members = memberPair(pair, name);
    if (isSame(members)) continue;
    const comparison = comparisons.get(name);
    const named = comparison?.(members) ?? [];
    if (named.length > 0) {
      for (const change of named) changes.push(change);
    } else if (comparison !== undefined || (isNothing(members.from) && isNothing(members.to))) {
      changes.push(changeOf('contract.rewritten', members, `${nameInText(name)} means the same, written otherwise`));
    } else {
      changes.push(changeOf(other, members, `${nameInText(name)} ${edited(members)}`));
    }
  }
  return changes;
}

/** The same for an element of a list, which has no name that a caller could report. */
export function compareElement(pair: Pair, comparisons: Comparisons, other: RuleId): readonly ContractChange[] {
  const changes = compareMembers(pair, comparisons, other);
  return changes.length > 0 || isSame(pair) ? changes : [changeOf(other, pair, edited(pair))];
}

/** A rule for a member whose any change is of one kind. */
export function always(rule: RuleId, name: string): Comparison {
  return (pair) => [changeOf(rule, pair, `${name} ${edited(pair)}`)];
}

/** Members for which the same rule holds. */
export function alwaysEach(rule: RuleId, names: readonly string[]): [string, Comparison][] {
  return names.map((name) => [name, always(rule, name)]);
}

export function memberNames({ from, to }: Pair): readonly string[] {
  return [...new Set([from, to].flatMap((side) => (isObject(side) ? Object.keys(side) : [])))];
}

/** An empty list or object may say something of its own. */
function isNothing(value: JsonValue | undefined): boolean {
  return value === undefined || value === null || (typeof value === 'string' && isBlank(value));
}

function nameInText(name: string): string {
  return /^[\w.-]{1,80}$/.test(name) ? name : quoteForMessage(name);
}
