import { isArray, listOf } from '../json/json-value';
import { changeOf, shownList, type ContractChange } from './change';
import { allValues } from './compare-lists';
import type { Pair } from './pair';

const compareListed = allValues(
  { added: 'input.values_widened', removed: 'input.values_narrowed', order: 'contract.rewritten' },
  'allowed',
);

/** No list and an empty list both allow any value. */
export function compareAllowedValues(pair: Pair): readonly ContractChange[] {
  const [from, to] = [listOf(pair.from), listOf(pair.to)];
  if (from.length > 0 && to.length > 0) return compareListed(pair);
  if (to.length > 0) return [changeOf('input.values_introduced', pair, `only these are allowed now: ${shownList(to)}`)];
  if (from.length > 0) {
    return [changeOf('input.values_lifted', pair, `any value is allowed, no longer only ${shownList(from)}`)];
  }
  return isArray(pair.from) && isArray(pair.to) ? compareListed(pair) : [];
}
