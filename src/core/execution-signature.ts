import { digestOfBytes, type Digest } from './digest';
import { canonicalBytes, canonicalJson } from './json/canonical-json';
import { CanonicalMembers } from './json/canonical-members';
import { isArray, isObject, type JsonObject, type JsonValue } from './json/json-value';
import { parseJsonText } from './json/parse-json';
import { materialJson } from './package-rules/normalise-package';
import type { ImplementationMaterial } from './package-rules/package-request';

export const EXECUTION_SIGNATURE_SCHEMA = 'anip-package-execution-signature/v1';
export const EXECUTION_SIGNATURE_MEMBER = 'package_execution_signature';

const MANIFEST_PARTS = [
  'agent_consumability',
  'agent_consumption_readiness',
  'agent_consumption_publication_gate',
] as const;
const LAST_MEMBER = Buffer.from(',"service_definition":');
const END = Buffer.from('}');

/** What is signed beside the documents. */
export interface ExecutionSignatureInput {
  readonly implementationMaterials: readonly ImplementationMaterial[];
  readonly lineage: JsonObject | undefined;
}

/**
 * The digest over everything that decides what an agent may do with the package (packages.md section 5, step 4): taken
 * after stamping, manifest- and lock-derived parts without any `package_execution_signature` member.
 */
export function packageExecutionSignature(
  input: ExecutionSignatureInput & {
    readonly manifest: JsonObject;
    readonly recommendedLock: JsonObject;
    readonly serviceDefinition: JsonObject;
  },
): Digest {
  return executionSignatureOver(
    {
      manifest: CanonicalMembers.of(input.manifest),
      recommendedLock: CanonicalMembers.of(input.recommendedLock),
      definitionBytes: canonicalBytes(input.serviceDefinition),
    },
    input,
  );
}

/** The same over canonical forms that are at hand: writing a package out again costs. */
export function executionSignatureOver(
  documents: {
    readonly manifest: CanonicalMembers;
    readonly recommendedLock: CanonicalMembers;
    readonly definitionBytes: Buffer;
  },
  { implementationMaterials, lineage }: ExecutionSignatureInput,
): Digest {
  const { manifest, recommendedLock, definitionBytes } = documents;
  const rest = CanonicalMembers.of({
    schema_version: EXECUTION_SIGNATURE_SCHEMA,
    implementation_materials: implementationMaterials.map(materialJson),
    lineage: lineage ?? {},
  }).withTexts([
    ...MANIFEST_PARTS.map((name) => [name, withoutSignatures(manifest.text(name) ?? 'null')] as const),
    ['recommended_lock', withoutSignatures(recommendedLock.without(EXECUTION_SIGNATURE_MEMBER).json())],
  ]);
  // Of all the members, `service_definition` is the last in canonical order.
  return digestOfBytes(rest.bytes().subarray(0, -1), LAST_MEMBER, definitionBytes, END);
}

/** The canonical form without that member at any depth; nearly always there is none. */
function withoutSignatures(canonical: string): string {
  if (!canonical.includes(EXECUTION_SIGNATURE_MEMBER)) return canonical;
  return canonicalJson(withoutExecutionSignature(parseJsonText(canonical)));
}

/** Recursion is bounded by the depth limit of published documents. */
function withoutExecutionSignature(value: JsonValue): JsonValue {
  if (isArray(value)) return value.map(withoutExecutionSignature);
  if (!isObject(value)) return value;
  const kept = Object.entries(value).filter(([name]) => name !== EXECUTION_SIGNATURE_MEMBER);
  return Object.fromEntries(kept.map(([name, element]) => [name, withoutExecutionSignature(element)]));
}
