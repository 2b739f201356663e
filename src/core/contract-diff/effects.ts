import { eachValue } from './compare-lists';
import { compareMembers, type Comparison } from './compare-members';
import type { RuleId } from './rules';

const EFFECT_LISTS = new Map<string, Comparison>([
  ['produces', eachValue(rules('effect.added', 'effect.dropped'), 'produced')],
  ['does_not_produce', eachValue(rules('effect.exclusion_added', 'effect.exclusion_withdrawn'), 'ruled out')],
]);

/** What a capability says that it does, and that it does not do (service-definition.md section 7). */
export function compareEffects(other: RuleId): Comparison {
  return (pair) => compareMembers(pair, EFFECT_LISTS, other);
}

/** Scopes that a caller's token must have. */
export const compareScopes: Comparison = eachValue(rules('scope.added', 'scope.removed'), 'needed as a scope');

function rules(added: RuleId, removed: RuleId): { added: RuleId; removed: RuleId; order: RuleId } {
  return { added, removed, order: 'contract.rewritten' };
}
