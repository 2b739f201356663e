import { field } from '../definition-rules/fields';
import { listOf, member, type JsonObject, type JsonValue } from '../json/json-value';
import { isBlank, quoteForMessage } from '../text';
import { check, pass, type Check } from './checks';

/** Whether what a definition fronts is formalized and governed (cli.md section 4, `integration_fronting_*`). */
export function frontingChecks(definition: JsonObject): readonly Check[] {
  const mappings = listOf(member(member(definition, 'integration_fronting'), 'capability_mappings'));
  if (mappings.length === 0) return [pass('integration_fronting_not_declared')];

  const formalized = new Set(
    listOf(member(definition, 'capability_formalizations')).map((capability) => field(capability, 'capability_id')),
  );
  const unknown = mappings.map((mapping) => field(mapping, 'capability_id')).find((id) => !formalized.has(id));
  const ungoverned = mappings.find((mapping) => !bindingsOf(mapping).every(isGoverned));
  return [
    check(
      'integration_fronting_capabilities_formalized',
      unknown === undefined,
      `the mapped capability ${quoteForMessage(unknown ?? '')} is not formalized in the definition`,
    ),
    check(
      'integration_fronting_raw_operations_governed',
      ungoverned === undefined,
      `a binding of ${quoteForMessage(field(ungoverned, 'capability_id'))} has no connection_ref or no raw operations`,
    ),
  ];
}

/** The mapping is its own binding when it lists none (service-definition.md section 10). */
function bindingsOf(mapping: JsonValue): readonly JsonValue[] {
  const bindings = listOf(member(mapping, 'backend_bindings'));
  return bindings.length === 0 ? [mapping] : bindings;
}

function isGoverned(binding: JsonValue): boolean {
  const operations = listOf(member(binding, 'raw_operation_refs'));
  return (
    field(binding, 'connection_ref') !== '' &&
    operations.length > 0 &&
    operations.every((operation) => typeof operation === 'string' && !isBlank(operation))
  );
}
