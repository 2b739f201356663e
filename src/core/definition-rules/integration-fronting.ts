import { hasMember, listOf, member, objectOf, type JsonObject } from '../json/json-value';
import { pointerTo } from '../json/pointer';
import { quoteForMessage } from '../text';
import {
  checkOneOf,
  checkPattern,
  checkSafeText,
  faultOf,
  field,
  nonEmptyArrayOf,
  objectAt,
  patternField,
  textsOf,
  type Part,
} from './fields';
import type { Catalogue } from './head-and-topology';
import { CAPABILITY_ID, OPERATION } from './patterns';

const BACKEND_KINDS = ['native_api', 'mcp', 'database', 'hybrid'];
const BACKEND_INPUT_MODES = ['implicit', 'hybrid', 'explicit'];
const MAPPING_LISTS = [
  'required_inputs',
  'optional_inputs',
  'approval_rule_refs',
  'denial_rule_refs',
  'clarification_rule_refs',
];
const BINDING_LISTS = [
  'derived_required_backend_inputs',
  'derived_optional_backend_inputs',
  'explicit_required_backend_inputs',
  'explicit_optional_backend_inputs',
  'matched_discovery_record_ids',
];

/** The rules of service-definition.md section 10; a definition without mappings has nothing to check. */
export function checkIntegrationFronting(definition: JsonObject, pointer: string, catalogue: Catalogue): void {
  const mappings = listOf(member(objectOf(member(definition, 'integration_fronting')), 'capability_mappings'));
  const mappingsAt = `${pointer}/integration_fronting/capability_mappings`;
  const mapped = new Set<string>();
  mappings.forEach((value, index) => {
    const mapping = objectAt('INTEGRATION_FRONTING_INVALID', value, pointerTo(mappingsAt, index));
    mapped.add(checkMappedCapability(mapping, mapped, catalogue));
    checkSafeText(mapping, 'title');
    checkSafeText(mapping, 'intent');
    for (const binding of bindingsOf(mapping)) checkBinding(binding);
    checkTextLists(mapping, MAPPING_LISTS);
  });
}

function checkMappedCapability(mapping: Part, mapped: ReadonlySet<string>, catalogue: Catalogue): string {
  const id = patternField(mapping, 'capability_id', CAPABILITY_ID);
  const idAt = pointerTo(mapping.at, 'capability_id');
  if (mapped.has(id)) throw faultOf(mapping.code, `${idAt} ${quoteForMessage(id)} is mapped twice`, idAt);
  const capability = catalogue.capabilities.get(id);
  if (capability === undefined) {
    throw faultOf(mapping.code, `${idAt} ${quoteForMessage(id)} is no capability of the definition`, idAt);
  }
  const serviceAt = pointerTo(mapping.at, 'service_id');
  const serviceId = field(mapping.value, 'service_id');
  // The capability's own service is one of the topology: its own rules have been checked.
  checkOneOf(mapping.code, serviceId, [field(capability.value, 'service_id')], serviceAt);
  return id;
}

/** The elements of `backend_bindings`, or the mapping itself when it has none. */
function bindingsOf(mapping: Part): readonly Part[] {
  const bindings = listOf(member(mapping.value, 'backend_bindings'));
  if (bindings.length === 0) return [mapping];
  const at = pointerTo(mapping.at, 'backend_bindings');
  return bindings.map((binding, index) => objectAt(mapping.code, binding, pointerTo(at, index)));
}

function checkBinding(binding: Part): void {
  const { code, value, at } = binding;
  checkOneOf(code, field(value, 'backend_kind'), BACKEND_KINDS, pointerTo(at, 'backend_kind'));
  patternField(binding, 'connection_ref', OPERATION);
  nonEmptyArrayOf(binding, 'raw_operation_refs');
  textsOf(binding, 'raw_operation_refs').forEach((ref, index) => {
    checkPattern(code, ref, OPERATION, pointerTo(pointerTo(at, 'raw_operation_refs'), index));
  });
  const mode = field(value, 'backend_input_mode');
  if (mode !== '') checkOneOf(code, mode, BACKEND_INPUT_MODES, pointerTo(at, 'backend_input_mode'));
  checkTextLists(binding, BINDING_LISTS);
}

/** A list that exists, even as null, must be one of texts. */
function checkTextLists(part: Part, names: readonly string[]): void {
  for (const name of names) if (hasMember(part.value, name)) textsOf(part, name);
}
