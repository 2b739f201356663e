import { RegistryError } from '../errors';
import { isArray, isObject, member, type JsonObject, type JsonValue } from '../json/json-value';
import { pointerTo } from '../json/pointer';

/** The type of a member: a single word, a list of strings, an object with a shape, or a list of such objects. */
type MemberType = 'string' | 'boolean' | 'integer' | 'strings' | { readonly object: Shape } | { readonly list: Shape };
type Shape = Readonly<Record<string, MemberType>>;

const BINDING: Shape = {
  backend_kind: 'string',
  connection_ref: 'string',
  raw_operation_refs: 'strings',
  backend_input_mode: 'string',
  derived_required_backend_inputs: 'strings',
  derived_optional_backend_inputs: 'strings',
  explicit_required_backend_inputs: 'strings',
  explicit_optional_backend_inputs: 'strings',
  matched_discovery_record_ids: 'strings',
};
const INPUT: Shape = {
  input_name: 'string',
  name: 'string',
  input_type: 'string',
  summary: 'string',
  required: 'boolean',
  default_value: 'string',
  allowed_values: 'strings',
  semantic_type: 'string',
  semantic_aliases: 'strings',
  entity_reference: 'boolean',
  input_format: 'string',
  validation_pattern: 'string',
  clarification_hint: 'string',
  catalog_ref: 'string',
};
const CAPABILITY: Shape = {
  id: 'string',
  capability_id: 'string',
  service_id: 'string',
  title: 'string',
  summary: 'string',
  kind: 'string',
  source_kind: 'string',
  intent_type: 'string',
  operation_type: 'string',
  side_effect_level: 'string',
  backend_operation: 'string',
  path_template: 'string',
  output_shape: 'string',
  minimum_scope: 'strings',
  inputs: { list: INPUT },
  grant_policy: {
    object: {
      allowed_grant_types: 'strings',
      default_grant_type: 'string',
      expires_in_seconds: 'integer',
      max_uses: 'integer',
    },
  },
  business_effects: { object: { produces: 'strings', does_not_produce: 'strings' } },
  composition: {
    object: {
      authority_boundary: 'string',
      empty_result_policy: 'string',
      steps: { list: { id: 'string', capability: 'string', empty_result_source: 'boolean' } },
    },
  },
};
const DEFINITION: Shape = {
  artifact_type: 'string',
  contract_schema_version: 'string',
  identity: {
    object: { system_name: 'string', domain_name: 'string', delivery_model: 'string', architecture_shape: 'string' },
  },
  service_topology_bindings: {
    list: { id: 'string', service_id: 'string', service_name: 'string', formalized_capability_ids: 'strings' },
  },
  capability_formalizations: { list: CAPABILITY },
  compiled_contract_identity: { object: { signature: 'string', signature_algorithm: 'string' } },
  integration_fronting: {
    object: {
      capability_mappings: {
        list: {
          ...BINDING,
          capability_id: 'string',
          service_id: 'string',
          title: 'string',
          intent: 'string',
          required_inputs: 'strings',
          optional_inputs: 'strings',
          approval_rule_refs: 'strings',
          denial_rule_refs: 'strings',
          clarification_rule_refs: 'strings',
          backend_bindings: { list: BINDING },
        },
      },
    },
  },
};

/**
 * The typed model that code is generated from (cli.md section 4, `service_definition_shape_valid`): the rules leave
 * members such as `default_value` free, a generator needs them typed. Missing and null members are left at their zero
 * value, unknown ones are not looked at. Recursion goes as deep as the shape, not as the document.
 * @throws RegistryError MEMBER_TYPE_INVALID
 */
export function checkDefinitionShape(definition: JsonObject, pointer: string): void {
  checkShape(definition, DEFINITION, pointer);
}

function checkShape(object: JsonObject, shape: Shape, at: string): void {
  for (const [name, type] of Object.entries(shape)) {
    const value = member(object, name) ?? undefined;
    if (value !== undefined) checkMember(value, type, pointerTo(at, name));
  }
}

function checkMember(value: JsonValue, type: MemberType, at: string): void {
  if (typeof type === 'string') {
    if (!isOfType(value, type)) throw typeFault(at, type === 'strings' ? 'an array of strings' : ARTICLES[type]);
  } else if ('object' in type) {
    if (!isObject(value)) throw typeFault(at, 'an object');
    checkShape(value, type.object, at);
  } else {
    if (!isArray(value)) throw typeFault(at, 'an array of objects');
    value.forEach((element, index) => {
      const elementAt = pointerTo(at, index);
      if (!isObject(element)) throw typeFault(elementAt, 'an object');
      checkShape(element, type.list, elementAt);
    });
  }
}

const ARTICLES = { string: 'a string', boolean: 'a boolean', integer: 'a whole number' } as const;

function isOfType(value: JsonValue, type: keyof typeof ARTICLES | 'strings'): boolean {
  if (type === 'strings') return isArray(value) && value.every((element) => typeof element === 'string');
  return type === 'integer' ? Number.isSafeInteger(value) : typeof value === type;
}

function typeFault(pointer: string, allowed: string): RegistryError {
  return new RegistryError('MEMBER_TYPE_INVALID', `${pointer} must be ${allowed}`, { pointer, allowed });
}
