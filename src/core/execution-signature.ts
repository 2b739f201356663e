import { digestOf, type Digest } from './digest';
import { isArray, isObject, member, type JsonObject, type JsonValue } from './json/json-value';
import { materialJson } from './package-rules/normalise-package';
import type { ImplementationMaterial } from './package-rules/package-request';

export const EXECUTION_SIGNATURE_SCHEMA = 'anip-package-execution-signature/v1';
export const EXECUTION_SIGNATURE_MEMBER = 'package_execution_signature';

export interface ExecutionSignatureInput {
  readonly serviceDefinition: JsonObject;
  readonly manifest: JsonObject;
  readonly recommendedLock: JsonObject;
  readonly implementationMaterials: readonly ImplementationMaterial[];
  readonly lineage: JsonObject | undefined;
}

/**
 * The digest over everything that decides what an agent may do with the package (packages.md section 5, step 4): taken
 * after stamping, manifest- and lock-derived parts without any `package_execution_signature` member.
 */
export function packageExecutionSignature(input: ExecutionSignatureInput): Digest {
  const fromManifest = (name: string): JsonValue => withoutExecutionSignature(member(input.manifest, name) ?? null);
  return digestOf({
    schema_version: EXECUTION_SIGNATURE_SCHEMA,
    service_definition: input.serviceDefinition,
    agent_consumability: fromManifest('agent_consumability'),
    agent_consumption_readiness: fromManifest('agent_consumption_readiness'),
    agent_consumption_publication_gate: fromManifest('agent_consumption_publication_gate'),
    implementation_materials: input.implementationMaterials.map(materialJson),
    recommended_lock: withoutExecutionSignature(input.recommendedLock),
    lineage: input.lineage ?? {},
  });
}

/** The value without that member at any depth; recursion is bounded by the depth limit of published documents. */
function withoutExecutionSignature(value: JsonValue): JsonValue {
  if (isArray(value)) return value.map(withoutExecutionSignature);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => name !== EXECUTION_SIGNATURE_MEMBER)
      .map(([name, element]) => [name, withoutExecutionSignature(element)]),
  );
}
