import { member, textOf, type JsonValue } from '../json/json-value';
import { quoteForMessage, trim } from '../text';
import { capabilityId, ofCapability } from './capabilities';
import { changeOf, edited, placeOf, type ContractChange } from './change';
import { allValues, eachValue } from './compare-lists';
import { alwaysEach, compareElement, compareMembers, type Comparison } from './compare-members';
import { compareEffects } from './effects';
import { compareGrantPolicy } from './grant-policy';
import { matchElements, type Element } from './match-elements';
import type { Pair } from './pair';
import { compareSideEffectLevel } from './side-effects';

const OTHER = 'fronting.other_changed';
const ORDER = 'contract.rewritten';

const demandedInputs = allValues(
  { added: 'fronting.input_demanded', removed: 'fronting.input_lifted', order: ORDER },
  'demanded as input',
);

/** What is known of one back end: members of a binding, or of the mapping itself (service-definition.md section 10). */
const BINDING_COMPARISONS = [
  ...alwaysEach('fronting.connection_added', ['backend_kind', 'connection_ref']),
  [
    'raw_operation_refs',
    eachValue(
      { added: 'fronting.operation_added', removed: 'fronting.operation_removed', order: ORDER },
      'a raw operation',
    ),
  ],
  ['explicit_required_backend_inputs', demandedInputs],
] as const satisfies readonly (readonly [string, Comparison])[];

const MAPPING_COMPARISONS = new Map<string, Comparison>([
  ...BINDING_COMPARISONS,
  ['backend_bindings', compareBindings],
  ['required_inputs', demandedInputs],
  ['side_effect_level', compareSideEffectLevel],
  ['business_effects', compareEffects(OTHER)],
  ['grant_policy', compareGrantPolicy(OTHER)],
  ...alwaysEach('fronting.governance_changed', [
    'approval_rule_refs',
    'denial_rule_refs',
    'clarification_rule_refs',
    'outbound_controls',
    'audit_required',
  ]),
  ...alwaysEach('fronting.text_changed', ['title', 'intent', 'service_name']),
]);

const FRONTING_COMPARISONS = new Map<string, Comparison>([['capability_mappings', compareMappings]]);

/** Which back ends stand behind the capabilities, and how far into them a call reaches. */
export const compareIntegrationFronting: Comparison = (pair) =>
  compareMembers(pair, FRONTING_COMPARISONS, 'definition.other_changed');

function compareMappings(pair: Pair): readonly ContractChange[] {
  const { matched, removed, added, isReordered } = matchElements(pair, capabilityId);
  return [
    ...removed.flatMap((mapping) =>
      ofCapability(mapping.key, [placeOf('fronting.mapping_removed', mapping, 'is no longer mapped to a back end')]),
    ),
    ...added.flatMap((mapping) =>
      ofCapability(mapping.key, [placeOf('fronting.mapping_added', mapping, 'is mapped to a back end')]),
    ),
    ...matched.flatMap((mapping) => ofCapability(mapping.key, compareElement(mapping, MAPPING_COMPARISONS, OTHER))),
    ...(isReordered ? [placeOf('contract.rewritten', pair, 'the mappings are in another order')] : []),
  ];
}

/** Bindings have no id; a kind of back end and a connection name one. */
function compareBindings(pair: Pair): readonly ContractChange[] {
  const { matched, removed, added, isReordered } = matchElements(pair, bindingKey);
  const comparisons = new Map<string, Comparison>(BINDING_COMPARISONS);
  return [
    ...removed.map((binding) => changeOf('fronting.connection_removed', binding, `${connectionOf(binding)} is gone`)),
    ...added.map((binding) => changeOf('fronting.connection_added', binding, `${connectionOf(binding)} is needed`)),
    ...matched.flatMap((binding) => {
      return compareElement({ ...binding, about: `${connectionOf(binding)}: ` }, comparisons, OTHER);
    }),
    ...(isReordered ? [changeOf(ORDER, pair, `back-end bindings ${edited(pair)}`)] : []),
  ];
}

function bindingKey(binding: JsonValue): string {
  const [kind, connection] = ['backend_kind', 'connection_ref'].map((name) => trim(textOf(member(binding, name))));
  return `${kind} ${connection}`;
}

function connectionOf(binding: Element): string {
  return `connection ${quoteForMessage(binding.key)}`;
}
