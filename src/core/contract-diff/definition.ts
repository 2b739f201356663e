import { compareCapabilities, type ComparedCapabilities } from './capabilities';
import { always, alwaysEach, compareMembers, type Comparison } from './compare-members';
import { compareScopes } from './effects';
import { compareIntegrationFronting } from './integration-fronting';
import { memberPair, type Pair } from './pair';
import { compareServices } from './services';

const OTHER = 'definition.other_changed';
const POLICY = 'definition.policy_changed';

const IDENTITY_COMPARISONS = new Map<string, Comparison>([
  ['system_name', always('definition.system_changed', 'system name')],
]);
const AUTHORITY_COMPARISONS = new Map<string, Comparison>([['scopes', compareScopes]]);

const DEFINITION_COMPARISONS: readonly [string, Comparison][] = [
  ...alwaysEach('definition.schema_changed', ['artifact_type', 'contract_schema_version']),
  ['identity', (pair) => compareMembers(pair, IDENTITY_COMPARISONS, OTHER)],
  ['service_topology_bindings', compareServices],
  ['integration_fronting', compareIntegrationFronting],
  ['authority', (pair) => compareMembers(pair, AUTHORITY_COMPARISONS, POLICY)],
  ...alwaysEach(POLICY, [
    'permission_intent_bindings',
    'runtime_policy_bindings',
    'data_access_governance',
    'application_integration_governance',
  ]),
  ...alwaysEach('definition.restated', ['compiled_contract_identity', 'generated_at']),
];

/** The whole service definition: whatever differs in it is named by a change. */
export function compareDefinition(pair: Pair): ComparedCapabilities {
  const capabilities = compareCapabilities(memberPair(pair, 'capability_formalizations'));
  const comparisons = new Map<string, Comparison>([
    ...DEFINITION_COMPARISONS,
    ['capability_formalizations', () => capabilities.changes],
  ]);
  return { ...capabilities, changes: compareMembers(pair, comparisons, OTHER) };
}
