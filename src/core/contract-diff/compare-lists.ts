import { isArray, type JsonValue } from '../json/json-value';
import { changeOf, shown, shownList, type ContractChange } from './change';
import type { Comparison } from './compare-members';
import { listDifference, type Pair } from './pair';
import type { RuleId } from './rules';

interface ListRules {
  readonly added: RuleId;
  readonly removed: RuleId;
  /** For the same values in another order; without it such a change is left to the caller's rule. */
  readonly order?: RuleId;
}

/** Lists that are sets, with one change per value: `"a" is now <what>`, `"b" is no longer <what>`. */
export function eachValue(rules: ListRules, what: string): Comparison {
  return (pair) => {
    const { added, removed } = listDifference(pair);
    const single = (from?: JsonValue, to?: JsonValue): Pair => ({ ...pair, from, to });
    return [
      ...removed.map((value) => changeOf(rules.removed, single(value), `${shown(value)} is no longer ${what}`)),
      ...added.map((value) => changeOf(rules.added, single(undefined, value), `${shown(value)} is now ${what}`)),
      ...orderChange(rules, pair, added.length + removed.length),
    ];
  };
}

/** Lists that are sets, with one change for all values that were added and one for all that were removed. */
export function allValues(rules: ListRules, what: string): Comparison {
  return (pair) => {
    const { added, removed } = listDifference(pair);
    return [
      ...(removed.length > 0 ? [changeOf(rules.removed, pair, `no longer ${what}: ${shownList(removed)}`)] : []),
      ...(added.length > 0 ? [changeOf(rules.added, pair, `now ${what}: ${shownList(added)}`)] : []),
      ...orderChange(rules, pair, added.length + removed.length),
    ];
  };
}

function orderChange({ order }: ListRules, pair: Pair, differences: number): readonly ContractChange[] {
  if (order === undefined || differences > 0 || !isArray(pair.from) || !isArray(pair.to)) return [];
  return [changeOf(order, pair, 'the same values in another order')];
}
