import { member, textOf, type JsonValue } from '../json/json-value';
import { quoteForMessage, trim } from '../text';
import { placeOf, type ContractChange } from './change';
import { always, alwaysEach, compareElement, type Comparison } from './compare-members';
import { compareComposition } from './composition';
import { compareEffects, compareScopes } from './effects';
import { compareGrantPolicy } from './grant-policy';
import { compareInputs } from './inputs';
import { matchElements, type Element } from './match-elements';
import { textsOf, type Pair } from './pair';
import type { RuleId } from './rules';
import { compareSideEffectLevel } from './side-effects';

const OTHER = 'capability.other_changed';

const CAPABILITY_COMPARISONS = new Map<string, Comparison>([
  ['kind', trimmed('capability.kind_changed', 'kind')],
  ['service_id', trimmed('capability.service_moved', 'service')],
  ['intent_type', trimmed('capability.intent_changed', 'intent type')],
  ['operation_type', trimmed('capability.operation_changed', 'operation type')],
  ['side_effect_level', compareSideEffectLevel],
  ['output_shape', trimmed('capability.output_changed', 'output shape')],
  ...alwaysEach('capability.backend_changed', ['backend_operation', 'path_template']),
  ...alwaysEach('capability.text_changed', ['title', 'summary', 'description']),
  ['inputs', compareInputs],
  ['business_effects', compareEffects(OTHER)],
  ['grant_policy', compareGrantPolicy(OTHER)],
  ['composition', compareComposition],
  ['minimum_scope', compareScopes],
]);

export interface ComparedCapabilities {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly changes: readonly ContractChange[];
}

/** Capabilities are matched by their id alone: it is what a consumer calls. */
export function compareCapabilities(pair: Pair): ComparedCapabilities {
  const { matched, removed, added, isReordered } = matchElements(pair, capabilityId);
  return {
    added: added.map(({ key }) => key),
    removed: removed.map(({ key }) => key),
    changes: [
      ...removed.flatMap((capability) => wholeChange('capability.removed', capability, capability.from, 'was removed')),
      ...added.flatMap((capability) => wholeChange('capability.added', capability, capability.to, 'was added')),
      ...matched.flatMap((capability) =>
        ofCapability(capability.key, compareElement(capability, CAPABILITY_COMPARISONS, OTHER)),
      ),
      ...(isReordered ? [placeOf('contract.rewritten', pair, 'the capabilities are in another order')] : []),
    ],
  };
}

export function ofCapability(id: string, changes: readonly ContractChange[]): readonly ContractChange[] {
  return changes.map(({ rule, class: changeClass, ...rest }) => ({
    rule,
    class: changeClass,
    capability_id: id,
    ...rest,
  }));
}

export function capabilityId(capability: JsonValue): string {
  return trim(textOf(member(capability, 'capability_id')));
}

function wholeChange(
  rule: RuleId,
  capability: Element,
  value: JsonValue | undefined,
  what: string,
): readonly ContractChange[] {
  const title = quoteForMessage(textOf(member(value, 'title')));
  return ofCapability(capability.key, [placeOf(rule, capability, `${title} ${what}`)]);
}

/** Fields are read trimmed (service-definition.md): other white space around them is a change of nothing. */
function trimmed(rule: RuleId, name: string): Comparison {
  return (pair) => {
    const [from, to] = textsOf(pair);
    return from === to ? [] : always(rule, name)(pair);
  };
}
