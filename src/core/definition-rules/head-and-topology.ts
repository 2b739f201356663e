import { hasMember, type JsonObject } from '../json/json-value';
import { pointerTo } from '../json/pointer';
import { quoteForMessage } from '../text';
import {
  checkOneOf,
  checkSafeText,
  faultOf,
  field,
  nonEmptyArrayOf,
  nonEmptyPartOf,
  partsOf,
  patternField,
  requiredField,
  type Part,
} from './fields';
import { CAPABILITY_ID, SERVICE_ID, type NamedPattern } from './patterns';

export const ARTIFACT_TYPE = 'anip_service_definition';
export const CONTRACT_SCHEMA_VERSION = 'anip-service-definition/v1';

/** What the later rules look up: the services of the topology, and the capabilities by their id, in document order. */
export interface Catalogue {
  readonly serviceIds: ReadonlySet<string>;
  readonly capabilities: ReadonlyMap<string, Part>;
}

/** The rules of service-definition.md section 2. */
export function checkHeadAndTopology(definition: JsonObject, pointer: string): Catalogue {
  const head: Part = { value: definition, at: pointer, code: 'DEFINITION_HEAD_INVALID' };
  checkConstant(head, 'artifact_type', ARTIFACT_TYPE);
  checkConstant(head, 'contract_schema_version', CONTRACT_SCHEMA_VERSION);
  requiredField(nonEmptyPartOf(head, 'identity'), 'system_name');
  return { serviceIds: servicesOf({ ...head, code: 'TOPOLOGY_INVALID' }), capabilities: capabilitiesOf(head) };
}

function checkConstant(head: Part, name: string, expected: string): void {
  checkOneOf(head.code, field(head.value, name), [expected], pointerTo(head.at, name));
}

function servicesOf(definition: Part): ReadonlySet<string> {
  const ids = new Set<string>();
  nonEmptyArrayOf(definition, 'service_topology_bindings');
  for (const service of partsOf(definition, 'service_topology_bindings')) {
    if (hasMember(service.value, 'ownership_mode')) {
      const at = pointerTo(service.at, 'ownership_mode');
      throw faultOf(service.code, `${at} is a retired member; leave it out`, at);
    }
    ids.add(uniqueId(service, 'service_id', SERVICE_ID, ids));
    checkSafeText(service, 'service_name');
  }
  return ids;
}

function capabilitiesOf(definition: Part): ReadonlyMap<string, Part> {
  const part: Part = { ...definition, code: 'CAPABILITY_INVALID' };
  const capabilities = new Map<string, Part>();
  nonEmptyArrayOf(part, 'capability_formalizations');
  for (const capability of partsOf(part, 'capability_formalizations')) {
    capabilities.set(uniqueId(capability, 'capability_id', CAPABILITY_ID, capabilities), capability);
  }
  return capabilities;
}

function uniqueId(part: Part, name: string, pattern: NamedPattern, known: { has(id: string): boolean }): string {
  const id = patternField(part, name, pattern);
  const at = pointerTo(part.at, name);
  if (known.has(id)) throw faultOf(part.code, `${at} ${quoteForMessage(id)} is given twice; each is given once`, at);
  return id;
}
