import type { JsonValue } from '../json/json-value';
import type { PatchOperation } from '../../../test/support/json-patch';
import { diffAfter } from '../../../test/support/sample-contract';
import { classOf, RULES, type RuleId } from './rules';

const DEFINITION = '/service_definition';
/** Atomic, with two inputs, effects and a grant policy; mapped to a back end. */
const READ = `${DEFINITION}/capability_formalizations/0`;
const BED = `${READ}/inputs/0`;
const LIMIT = `${READ}/inputs/1`;
/** Atomic, with neither effects nor a grant policy. */
const SUM = `${DEFINITION}/capability_formalizations/1`;
/** Composed of the two. */
const DIGEST = `${DEFINITION}/capability_formalizations/2`;
const COMPOSITION = `${DIGEST}/composition`;
const MAPPING = `${DEFINITION}/integration_fronting/capability_mappings/0`;
const SERVICE = `${DEFINITION}/service_topology_bindings/1`;
const GUIDANCE = '/manifest/agent_consumability';
const READINESS = '/manifest/agent_consumption_readiness';

const set = (path: string, value: JsonValue): PatchOperation => ({ op: 'add', path, value });
const drop = (path: string): PatchOperation => ({ op: 'remove', path });
const move = (from: string, path: string): PatchOperation => ({ op: 'move', from, path });

const RESOLUTION = `${BED}/resolution`;
const resolved = (members: Readonly<Record<string, string>>): PatchOperation =>
  set(RESOLUTION, { mode: 'clarify', ...members });
const GRANT = { allowed_grant_types: ['one_time'], default_grant_type: 'one_time', expires_in_seconds: 9, max_uses: 1 };
const STEP = { id: 'more', capability: 'garden.bed.sum' };
const LINEAGE: JsonValue = { project_ref: 'x', product_revision: {}, developer_revision: {} };
const ADDED: JsonValue = { capability_id: 'garden.bed.dig', service_id: 'shed', title: 'Dig', inputs: [] };

/** Each the smallest edit that a rule is about; `before` is made to both versions. */
const EDITS: readonly (readonly [rule: RuleId, edit: string, patch: PatchOperation[], before?: PatchOperation[]])[] = [
  ['capability.removed', 'the composed capability', [drop(DIGEST)]],
  ['capability.added', 'another one', [set(`${DEFINITION}/capability_formalizations/-`, ADDED)]],
  ['capability.kind_changed', 'composed to atomic', [set(`${DIGEST}/kind`, 'atomic'), drop(COMPOSITION)]],
  ['capability.service_moved', 'to the shed', [set(`${SUM}/service_id`, 'shed')]],
  ['capability.intent_changed', 'read to write', [set(`${SUM}/intent_type`, 'write')]],
  ['capability.operation_changed', 'read to query', [set(`${SUM}/operation_type`, 'query')]],
  ['capability.side_effect_raised', 'none to write', [set(`${SUM}/side_effect_level`, 'write')]],
  [
    'capability.side_effect_raised',
    'write to irreversible',
    [set(`${SUM}/side_effect_level`, 'irreversible')],
    [set(`${SUM}/side_effect_level`, 'write')],
  ],
  ['capability.side_effect_lowered', 'another word', [set(`${SUM}/side_effect_level`, 'read_only')]],
  [
    'capability.side_effect_lowered',
    'external to preview',
    [set(`${SUM}/side_effect_level`, 'preview')],
    [set(`${SUM}/side_effect_level`, 'external')],
  ],
  ['capability.side_effect_changed', 'to an unknown level', [set(`${SUM}/side_effect_level`, 'lunar')]],
  ['capability.side_effect_changed', 'to a gate', [set(`${SUM}/side_effect_level`, 'approval_required')]],
  ['capability.output_changed', 'another shape', [set(`${SUM}/output_shape`, 'other')]],
  ['capability.backend_changed', 'another operation', [set(`${SUM}/backend_operation`, 'op2')]],
  ['capability.backend_changed', 'another path', [set(`${SUM}/path_template`, '/sums')]],
  ['capability.text_changed', 'another title', [set(`${SUM}/title`, 'The sum')]],
  ['capability.text_changed', 'another summary', [set(`${SUM}/summary`, 'Sums up')]],
  ['capability.other_changed', 'an unknown member', [set(`${SUM}/subject_kind`, 'bed')]],
  ['capability.other_changed', 'an unknown member of the grant policy', [set(`${READ}/grant_policy/note`, 'x')]],
  ['capability.other_changed', 'the audit of a composition', [set(`${COMPOSITION}/audit_policy/log`, true)]],
  ['scope.added', 'first scope', [set(`${SUM}/minimum_scope`, ['garden:read'])]],
  ['scope.added', 'of the service', [set(`${DEFINITION}/authority/scopes/-`, 'garden:write')]],
  ['scope.removed', 'of the service', [drop(`${DEFINITION}/authority/scopes/0`)]],
  ['effect.added', 'of the definition', [set(`${READ}/business_effects/produces/-`, 'content.draft')]],
  ['effect.added', 'first effects', [set(`${SUM}/business_effects`, { produces: ['data.read'] })]],
  [
    'effect.added',
    'stated by the guidance alone',
    [set(`${GUIDANCE}/capabilities/garden.bed.read/business_effects/produces/-`, 'content.draft')],
  ],
  [
    'effect.added',
    'stated by definition and guidance alike',
    [
      set(`${READ}/business_effects/produces/-`, 'content.draft'),
      set(`${GUIDANCE}/capabilities/garden.bed.read/business_effects/produces/-`, 'content.draft'),
    ],
  ],
  ['effect.dropped', 'the only one', [drop(`${READ}/business_effects/produces/0`)]],
  ['effect.exclusion_withdrawn', 'the only one', [drop(`${READ}/business_effects/does_not_produce/0`)]],
  ['effect.exclusion_added', 'a second one', [set(`${READ}/business_effects/does_not_produce/-`, 'data.export')]],
  ['grant.required', 'where there was none', [set(`${SUM}/grant_policy`, GRANT)]],
  ['grant.required', 'where there was null', [set(`${SUM}/grant_policy`, GRANT)], [set(`${SUM}/grant_policy`, null)]],
  ['grant.dropped', 'left out', [drop(`${READ}/grant_policy`)]],
  ['grant.dropped', 'null', [set(`${READ}/grant_policy`, null)]],
  ['grant.tightened', 'a type fewer', [drop(`${READ}/grant_policy/allowed_grant_types/1`)]],
  ['grant.tightened', 'shorter', [set(`${READ}/grant_policy/expires_in_seconds`, 60)]],
  [
    'grant.tightened',
    'fewer uses',
    [set(`${READ}/grant_policy/max_uses`, 2)],
    [set(`${READ}/grant_policy/max_uses`, 3)],
  ],
  ['grant.loosened', 'longer', [set(`${READ}/grant_policy/expires_in_seconds`, 1000)]],
  ['grant.loosened', 'more uses', [set(`${READ}/grant_policy/max_uses`, 2)]],
  [
    'grant.loosened',
    'a type more',
    [set(`${READ}/grant_policy/allowed_grant_types`, ['one_time', 'session_bound'])],
    [set(`${READ}/grant_policy/allowed_grant_types`, ['one_time'])],
  ],
  ['grant.default_changed', 'session', [set(`${READ}/grant_policy/default_grant_type`, 'session_bound')]],
  ['composition.step_added', 'at the end', [set(`${COMPOSITION}/steps/-`, STEP)]],
  ['composition.step_removed', 'from the end', [drop(`${COMPOSITION}/steps/2`)], [set(`${COMPOSITION}/steps/-`, STEP)]],
  ['composition.steps_changed', 'another capability', [set(`${COMPOSITION}/steps/1/capability`, 'garden.bed.read')]],
  ['composition.steps_changed', 'another order', [move(`${COMPOSITION}/steps/1`, `${COMPOSITION}/steps/0`)]],
  ['composition.mapping_changed', 'an input', [set(`${COMPOSITION}/input_mapping/read/bed`, '$.input.row')]],
  ['composition.mapping_changed', 'an output', [set(`${COMPOSITION}/output_mapping/total`, '$.input.total')]],
  ['composition.output_added', 'a second one', [set(`${COMPOSITION}/output_mapping/bed`, '$.input.bed')]],
  [
    'composition.failure_policy_changed',
    'a denial',
    [set(`${COMPOSITION}/failure_policy/child_denial`, 'fail_parent')],
  ],
  ['composition.empty_result_changed', 'a policy', [set(`${COMPOSITION}/empty_result_policy`, 'clarify')]],
  ['composition.empty_result_changed', 'its source', [set(`${COMPOSITION}/steps/0/empty_result_source`, true)]],

  ['input.removed', 'an optional one', [drop(LIMIT)]],
  ['input.renamed', 'nothing else', [set(`${LIMIT}/name`, 'count')]],
  ['input.required_added', 'a third one', [set(`${READ}/inputs/-`, { input_name: 'row', required: true })]],
  ['input.optional_added', 'a third one', [set(`${READ}/inputs/-`, { input_name: 'row' })]],
  ['input.became_required', 'was not stated', [set(`${LIMIT}/required`, true)]],
  ['input.became_optional', 'false', [set(`${BED}/required`, false)]],
  ['input.became_optional', 'a text is not true', [set(`${BED}/required`, 'true')]],
  ['input.type_changed', 'another', [set(`${BED}/input_type`, 'integer')]],
  ['input.type_changed', 'withdrawn', [drop(`${BED}/input_type`)]],
  ['input.values_introduced', 'a list', [set(`${BED}/allowed_values`, ['a'])]],
  [
    'input.values_introduced',
    'in an empty list',
    [set(`${BED}/allowed_values`, ['a'])],
    [set(`${BED}/allowed_values`, [])],
  ],
  ['input.values_lifted', 'empty list', [set(`${BED}/allowed_values`, [])], [set(`${BED}/allowed_values`, ['a'])]],
  ['input.values_narrowed', 'one fewer', [drop(`${BED}/allowed_values/0`)], [set(`${BED}/allowed_values`, ['a', 'b'])]],
  ['input.values_widened', 'one more', [set(`${BED}/allowed_values/-`, 'b')], [set(`${BED}/allowed_values`, ['a'])]],
  ['input.syntax_introduced', 'a format', [set(`${BED}/input_format`, 'date')]],
  ['input.syntax_introduced', 'a pattern', [set(`${BED}/validation_pattern`, '^a$')]],
  ['input.syntax_lifted', 'a format', [drop(`${BED}/input_format`)], [set(`${BED}/input_format`, 'date')]],
  ['input.syntax_lifted', 'a pattern', [set(`${BED}/validation_pattern`, '')], [set(`${BED}/validation_pattern`, 'a')]],
  ['input.syntax_changed', 'a format', [set(`${BED}/input_format`, 'url')], [set(`${BED}/input_format`, 'date')]],
  [
    'input.syntax_changed',
    'a pattern',
    [set(`${BED}/validation_pattern`, 'b')],
    [set(`${BED}/validation_pattern`, 'a')],
  ],
  ['input.semantics_stated', 'a meaning', [set(`${BED}/semantic_type`, 'bed_ref')]],
  ['input.semantics_changed', 'another', [set(`${BED}/semantic_type`, 'row')], [set(`${BED}/semantic_type`, 'bed')]],
  ['input.semantics_changed', 'none', [drop(`${BED}/semantic_type`)], [set(`${BED}/semantic_type`, 'bed')]],
  ['input.catalog_changed', 'a catalog', [set(`${BED}/catalog_ref`, 'beds')]],
  ['input.catalog_changed', 'another', [set(`${BED}/catalog_ref`, 'rows')], [set(`${BED}/catalog_ref`, 'beds')]],
  ['input.catalog_lifted', 'none', [drop(`${BED}/catalog_ref`)], [set(`${BED}/catalog_ref`, 'beds')]],
  ['input.entity_demanded', 'was not stated', [set(`${BED}/entity_reference`, true)]],
  ['input.entity_lifted', 'false', [set(`${BED}/entity_reference`, false)], [set(`${BED}/entity_reference`, true)]],
  ['input.resolution_stated', 'a mode', [resolved({})]],
  ['input.resolution_stated', 'a resolver', [resolved({ resolver_ref: 'beds' })], [resolved({})]],
  ['input.resolution_changed', 'another mode', [resolved({ mode: 'explicit_only' })], [resolved({})]],
  ['input.resolution_changed', 'no resolution', [drop(RESOLUTION)], [resolved({})]],
  ['input.resolution_changed', 'no resolver', [resolved({})], [resolved({ resolver_ref: 'beds' })]],
  ['input.refuses_more', 'where nothing was said', [resolved({ on_missing: 'deny' })], [resolved({})]],
  ['input.refuses_more', 'where it asked', [resolved({ on_missing: 'deny' })], [resolved({ on_missing: 'clarify' })]],
  ['input.refuses_more', 'at once', [resolved({ on_missing: 'deny' })], [resolved({ on_missing: 'deny_or_clarify' })]],
  ['input.refuses_less', 'asks', [resolved({ on_unresolved: 'clarify' })], [resolved({ on_unresolved: 'deny' })]],
  ['input.refuses_less', 'may ask', [resolved({ on_missing: 'deny_or_clarify' })], [resolved({ on_missing: 'deny' })]],
  ['input.asks_more', 'went on', [resolved({ on_missing: 'clarify' })], [resolved({ on_missing: 'omit' })]],
  [
    'input.asks_more',
    'the application chose',
    [resolved({ on_ambiguous: 'clarify' })],
    [resolved({ on_ambiguous: 'app_select_or_clarify' })],
  ],
  [
    'input.asks_less',
    'the application may choose',
    [resolved({ on_ambiguous: 'app_select_or_clarify' })],
    [resolved({ on_ambiguous: 'clarify' })],
  ],
  ['input.goes_on_unasked', 'asked', [resolved({ on_missing: 'omit' })], [resolved({ on_missing: 'clarify' })]],
  ['input.goes_on_unasked', 'denied', [resolved({ on_missing: 'omit' })], [resolved({ on_missing: 'deny' })]],
  [
    'input.goes_on_unasked',
    'with another value',
    [resolved({ on_missing: 'use_actor_scope' })],
    [resolved({ on_missing: 'omit' })],
  ],
  ['input.handling_stated', 'a question', [resolved({ on_missing: 'clarify' })], [resolved({})]],
  ['input.handling_stated', 'a default', [resolved({ on_missing: 'omit' })], [resolved({})]],
  ['input.handling_withdrawn', 'a question', [resolved({})], [resolved({ on_missing: 'clarify' })]],
  ['input.default_changed', 'another', [set(`${LIMIT}/default`, 20)]],
  ['input.default_changed', 'introduced', [set(`${BED}/default_value`, 'a')]],
  ['input.default_changed', 'withdrawn', [drop(`${LIMIT}/default`)]],
  ['input.default_changed', 'zero is a default', [set(`${BED}/default`, 0)]],
  ['input.text_changed', 'a summary', [set(`${BED}/summary`, 'The bed')]],
  ['input.text_changed', 'a hint', [set(`${BED}/clarification_hint`, 'Which bed?')]],
  ['input.other_changed', 'an unknown member', [set(`${BED}/unit`, 'm')]],
  ['input.other_changed', 'an unknown member of the resolution', [resolved({ note: 'x' })], [resolved({})]],

  ['service.removed', 'the second one', [drop(SERVICE)]],
  ['service.added', 'a third one', [set(`${DEFINITION}/service_topology_bindings/-`, { service_id: 'barn' })]],
  ['service.text_changed', 'a name', [set(`${SERVICE}/service_name`, 'Shed')]],
  ['service.other_changed', 'a role', [set(`${SERVICE}/source_role`, 'store')]],
  ['fronting.mapping_removed', 'the only one', [drop(MAPPING)]],
  [
    'fronting.mapping_added',
    'a second one',
    [set(`${DEFINITION}/integration_fronting/capability_mappings/-`, { capability_id: 'garden.bed.sum' })],
  ],
  ['fronting.connection_added', 'another', [set(`${MAPPING}/connection_ref`, 'beds_db')]],
  ['fronting.connection_added', 'another kind', [set(`${MAPPING}/backend_kind`, 'mcp')]],
  [
    'fronting.connection_added',
    'a second binding',
    [set(`${MAPPING}/backend_bindings/-`, { backend_kind: 'mcp', connection_ref: 'b' })],
    [set(`${MAPPING}/backend_bindings`, [{ backend_kind: 'mcp', connection_ref: 'a' }])],
  ],
  [
    'fronting.connection_removed',
    'one of two bindings',
    [drop(`${MAPPING}/backend_bindings/0`)],
    [
      set(`${MAPPING}/backend_bindings`, [
        { backend_kind: 'mcp', connection_ref: 'a' },
        { backend_kind: 'mcp', connection_ref: 'b' },
      ]),
    ],
  ],
  ['fronting.operation_added', 'a second one', [set(`${MAPPING}/raw_operation_refs/-`, 'beds.list')]],
  [
    'fronting.operation_added',
    'in a binding',
    [set(`${MAPPING}/backend_bindings/0/raw_operation_refs`, ['x'])],
    [set(`${MAPPING}/backend_bindings`, [{ backend_kind: 'mcp', connection_ref: 'a' }])],
  ],
  ['fronting.operation_removed', 'the only one', [drop(`${MAPPING}/raw_operation_refs/0`)]],
  ['fronting.input_demanded', 'another', [set(`${MAPPING}/required_inputs/-`, 'limit')]],
  ['fronting.input_demanded', 'of the back end', [set(`${MAPPING}/explicit_required_backend_inputs`, ['x'])]],
  ['fronting.input_lifted', 'the only one', [drop(`${MAPPING}/required_inputs/0`)]],
  ['fronting.governance_changed', 'an approval rule', [set(`${MAPPING}/approval_rule_refs`, ['ask'])]],
  ['fronting.text_changed', 'a title', [set(`${MAPPING}/title`, 'All beds')]],
  ['fronting.other_changed', 'the input mode', [set(`${MAPPING}/backend_input_mode`, 'hybrid')]],
  ['definition.system_changed', 'another', [set(`${DEFINITION}/identity/system_name`, 'park')]],
  ['definition.schema_changed', 'of the definition', [set(`${DEFINITION}/contract_schema_version`, 'v2')]],
  ['definition.schema_changed', 'of the record', [set('/schema_version', 'anip-service-definition/v2')]],
  ['definition.policy_changed', 'the mode of authority', [set(`${DEFINITION}/authority/mode`, 'own')]],
  ['definition.policy_changed', 'a binding', [set(`${DEFINITION}/runtime_policy_bindings`, [{ actor_id: 'a' }])]],
  ['definition.restated', 'the signature', [set(`${DEFINITION}/compiled_contract_identity/signature`, 'sha256:2')]],
  ['definition.other_changed', 'the audit', [set(`${DEFINITION}/audit/level`, 'none')]],
  ['definition.other_changed', 'the domain', [set(`${DEFINITION}/identity/domain_name`, 'parks')]],
  ['definition.other_changed', 'an unknown member', [set(`${DEFINITION}/rationale`, ['why'])]],
  ['definition.other_changed', 'a member named like an inherited one', [set(`${DEFINITION}/constructor`, 1)]],
  ['consumability.schema_changed', 'another', [set(`${GUIDANCE}/schema_version`, 'v1')]],
  [
    'consumability.guidance_changed',
    'of a capability',
    [set(`${GUIDANCE}/capabilities/garden.bed.sum/intent/summary`, 'Adds up')],
  ],
  ['consumability.guidance_changed', 'of all', [set(`${GUIDANCE}/tone`, 'kind')]],
  ['readiness.worsened', 'no longer ready', [set(`${READINESS}/status`, 'blocked')]],
  ['readiness.worsened', 'a warning', [set(`${READINESS}/summary/warnings`, 1)]],
  ['readiness.glue_added', 'a second part', [set(`${READINESS}/required_app_glue/-`, 'calendar')]],
  ['readiness.changed', 'the score', [set(`${READINESS}/score`, 90)]],
  ['readiness.changed', 'a part of glue fewer', [drop(`${READINESS}/required_app_glue/0`)]],
  ['package.spec_version_changed', 'another', [set('/manifest/anip_spec_version', 'anip/0.25')]],
  ['package.publisher_changed', 'another', [set('/publisher_id', 'mallory')]],
  ['package.id_changed', 'another', [set('/package_id', 'acme/park')]],
  [
    'package.materials_changed',
    'a bundle',
    [set('/implementation_materials', [{ ref: 'registry://acme/garden@1.0.0' }])],
  ],
  ['package.readme_changed', 'beside the manifest', [set('/readme', '# The garden')]],
  ['package.readme_changed', 'in the manifest', [set('/manifest/readme', '# Park')], [drop('/readme')]],
  ['package.links_changed', 'a title', [set('/source_links/0/title', 'Code')]],
  ['package.text_changed', 'the name', [set('/manifest/name', 'The garden')]],
  ['package.lineage_changed', 'the project', [set('/project_ref', 'studio:park')]],
  ['package.lineage_changed', 'the lineage', [set('/lineage', LINEAGE)]],
  ['package.restated', 'the version', [set('/package_version', '1.0.1'), set('/manifest/version', '1.0.1')]],
  ['package.restated', 'the contract signature', [set('/contract_signature', 'sha256:2')]],
  ['package.restated', 'nothing but a digest', [set('/manifest/service_definition_digest', 'sha256:2')]],
  ['package.other_changed', 'of the manifest', [set('/manifest/usage_notes/first', 'dig')]],
  ['package.other_changed', 'of the lock', [set('/recommended_lock/build_packs/-', 'other')]],
  ['contract.rewritten', 'capabilities in another order', [move(SUM, READ)]],
  ['contract.rewritten', 'services in another order', [move(SERVICE, `${DEFINITION}/service_topology_bindings/0`)]],
  ['contract.rewritten', 'inputs in another order', [move(LIMIT, BED)]],
  [
    'contract.rewritten',
    'values in another order',
    [set(`${BED}/allowed_values`, ['b', 'a'])],
    [set(`${BED}/allowed_values`, ['a', 'b'])],
  ],
  ['contract.rewritten', 'no values', [set(`${BED}/allowed_values`, [])]],
  ['contract.rewritten', 'no grant policy', [set(`${SUM}/grant_policy`, null)]],
  ['contract.rewritten', 'optional said aloud', [set(`${LIMIT}/required`, false)]],
  ['contract.rewritten', 'no default', [set(`${BED}/default_value`, '')]],
  ['contract.rewritten', 'blanks around a word', [set(`${SUM}/intent_type`, ' read ')]],
  ['contract.rewritten', 'an unknown member that says nothing', [set(`${DEFINITION}/rationale`, '')]],
];

describe('the rules of the contract diff', () => {
  it.each(EDITS.map(([rule, edit, patch, before]) => ({ rule, edit, patch, before })))('$rule: $edit', (example) => {
    const { rule, patch, before } = example;
    const diff = diffAfter(patch, before);

    expect([...new Set(diff.changes.map((change) => change.rule))]).toEqual([rule]);
    expect(diff.verdict).toBe(classOf(rule));
    expect(new Set(diff.changes.map((change) => change.class))).toEqual(new Set([classOf(rule)]));
  });

  it('each have an edit that shows them', () => {
    const shown = new Set(EDITS.map(([rule]) => rule));

    expect(RULES.filter(({ id }) => !shown.has(id))).toEqual([]);
  });

  it('have ids of their own, a title and a reason', () => {
    expect(new Set(RULES.map(({ id }) => id)).size).toBe(RULES.length);
    for (const { id, title, why } of RULES) {
      expect(id).toMatch(/^[a-z]+\.[a-z_]+$/);
      expect(title).toMatch(/^[A-Z].*[^.]$/);
      expect(why).toMatch(/^[A-Z].*\.$/);
    }
  });
});
