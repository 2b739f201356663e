import { digestOfBytes, type Digest } from './digest';
import { canonicalBytes } from './json/canonical-json';
import { isArray, isObject, member, type JsonObject, type JsonValue } from './json/json-value';
import { materialJson } from './package-rules/normalise-package';
import type { ImplementationMaterial } from './package-rules/package-request';

export const EXECUTION_SIGNATURE_SCHEMA = 'anip-package-execution-signature/v1';
export const EXECUTION_SIGNATURE_MEMBER = 'package_execution_signature';

const LAST_MEMBER = Buffer.from(',"service_definition":');
const END = Buffer.from('}');

/** What is signed beside the service definition. */
export interface ExecutionSignatureInput {
  readonly manifest: JsonObject;
  readonly recommendedLock: JsonObject;
  readonly implementationMaterials: readonly ImplementationMaterial[];
  readonly lineage: JsonObject | undefined;
}

/**
 * The digest over everything that decides what an agent may do with the package (packages.md section 5, step 4): taken
 * after stamping, manifest- and lock-derived parts without any `package_execution_signature` member.
 */
export function packageExecutionSignature(
  input: ExecutionSignatureInput & { readonly serviceDefinition: JsonObject },
): Digest {
  return executionSignatureOver(canonicalBytes(input.serviceDefinition), input);
}

/** The same over canonical bytes that are at hand: a package is mostly definition, and writing it out again costs. */
export function executionSignatureOver(definitionBytes: Buffer, input: ExecutionSignatureInput): Digest {
  const fromManifest = (name: string): JsonValue => withoutExecutionSignature(member(input.manifest, name) ?? null);
  const rest = canonicalBytes({
    schema_version: EXECUTION_SIGNATURE_SCHEMA,
    agent_consumability: fromManifest('agent_consumability'),
    agent_consumption_readiness: fromManifest('agent_consumption_readiness'),
    agent_consumption_publication_gate: fromManifest('agent_consumption_publication_gate'),
    implementation_materials: input.implementationMaterials.map(materialJson),
    recommended_lock: withoutExecutionSignature(input.recommendedLock),
    lineage: input.lineage ?? {},
  });
  // Of all the members, `service_definition` is the last in canonical order.
  return digestOfBytes(rest.subarray(0, -1), LAST_MEMBER, definitionBytes, END);
}

/**
 * The value without that member at any depth, and the value itself where nothing is to be left out. Recursion is bounded
 * by the depth limit of published documents.
 */
function withoutExecutionSignature(value: JsonValue): JsonValue {
  if (isArray(value)) {
    const elements = value.map(withoutExecutionSignature);
    return elements.every((element, index) => element === value[index]) ? value : elements;
  }
  if (!isObject(value)) return value;
  const members = Object.entries(value);
  const kept = members
    .filter(([name]) => name !== EXECUTION_SIGNATURE_MEMBER)
    .map(([name, element]): [string, JsonValue] => [name, withoutExecutionSignature(element)]);
  const isWhole = kept.length === members.length && kept.every(([, element], index) => element === members[index]?.[1]);
  return isWhole ? value : Object.fromEntries(kept);
}
