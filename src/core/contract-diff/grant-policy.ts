import { isEmptyObject, objectOf, type JsonValue } from '../json/json-value';
import { changeOf, edited, type ContractChange } from './change';
import { allValues } from './compare-lists';
import { always, compareMembers, type Comparison } from './compare-members';
import type { Pair } from './pair';
import type { RuleId } from './rules';

const GRANT_TYPES = allValues(
  { added: 'grant.loosened', removed: 'grant.tightened', order: 'contract.rewritten' },
  'a grant type',
);

const GRANT_COMPARISONS = new Map<string, Comparison>([
  ['allowed_grant_types', GRANT_TYPES],
  ['default_grant_type', always('grant.default_changed', 'default grant type')],
  ['expires_in_seconds', compareLimit('expires_in_seconds')],
  ['max_uses', compareLimit('max_uses')],
]);

/** Published definitions write "no grant policy" as null, as {} and by leaving it out. */
export function compareGrantPolicy(other: RuleId): Comparison {
  return (pair) => {
    const [had, has] = [hasPolicy(pair.from), hasPolicy(pair.to)];
    if (had && has) return compareMembers(pair, GRANT_COMPARISONS, other);
    if (has) return [changeOf('grant.required', pair, 'a grant is needed now')];
    return had ? [changeOf('grant.dropped', pair, 'a grant is no longer needed')] : [];
  };
}

/** No limit is the loosest limit. */
function compareLimit(name: string): Comparison {
  return (pair: Pair): readonly ContractChange[] => {
    const rule = limitOf(pair.to) < limitOf(pair.from) ? 'grant.tightened' : 'grant.loosened';
    return [changeOf(rule, pair, `${name} ${edited(pair)}`)];
  };
}

function limitOf(value: JsonValue | undefined): number {
  return typeof value === 'number' ? value : Number.POSITIVE_INFINITY;
}

function hasPolicy(value: JsonValue | undefined): boolean {
  return !isEmptyObject(objectOf(value));
}
