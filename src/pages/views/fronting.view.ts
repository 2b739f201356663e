import { isArray, isObject, listOf, member, type JsonObject, type JsonValue } from '../../core/json/json-value';
import { capabilityAnchor } from './capability.view';
import { counted } from './format';
import { shownText, shownTexts } from './shown-text';

/** Which back ends a call reaches (service-definition.md section 10); undefined when the definition fronts none. */
export function frontingView(definition: JsonObject): object | undefined {
  const fronting = member(definition, 'integration_fronting');
  const mappings = listOf(member(fronting, 'capability_mappings'));
  if (mappings.length === 0) return undefined;
  return {
    count: counted(mappings.length, 'capability', 'capabilities'),
    systems: listOf(member(member(fronting, 'integration_profile'), 'systems')).map((system) => ({
      name: shownText(system, 'display_name') || shownText(system, 'system_id'),
      kind: shownText(system, 'backend_kind'),
      connection: shownText(system, 'connection_ref'),
      auth: shownText(system, 'auth_mode'),
    })),
    rows: mappings.flatMap((mapping) => bindingsOf(mapping).map((binding) => bindingView(mapping, binding))),
  };
}

/** A mapping without a list of bindings is its own binding. */
function bindingsOf(mapping: JsonValue): readonly JsonValue[] {
  const bindings = member(mapping, 'backend_bindings');
  return isArray(bindings) && bindings.length > 0 ? bindings.filter(isObject) : [mapping];
}

function bindingView(mapping: JsonValue, binding: JsonValue): object {
  const id = shownText(mapping, 'capability_id');
  return {
    id,
    anchor: capabilityAnchor(id),
    kind: shownText(binding, 'backend_kind'),
    connection: shownText(binding, 'connection_ref'),
    operations: shownTexts(binding, 'raw_operation_refs'),
    required: shownTexts(mapping, 'required_inputs').join(', '),
    optional: shownTexts(mapping, 'optional_inputs').join(', '),
    rules: ['approval_rule_refs', 'denial_rule_refs', 'clarification_rule_refs']
      .flatMap((name) => shownTexts(mapping, name))
      .join(', '),
  };
}
