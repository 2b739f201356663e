import { packageExecutionSignature } from '../execution-signature';
import { canonicalBytes } from '../json/canonical-json';
import { listOf, member, textOf, type JsonObject, type JsonValue } from '../json/json-value';
import type { ImplementationMaterial } from '../package-rules/package-request';
import type { ReceiptClaims } from '../receipt';
import { isBlank, quoteForMessage } from '../text';
import { auditDocument, type StoredDocument, type Subject } from './audit-document';
import type { Finding } from './finding';

const TABLE = 'package_versions';

/** A row of package_versions with the documents that it names. */
export interface StoredPackage {
  /** What the row says of itself; the lineage and the time are elsewhere. */
  readonly row: Omit<ReceiptClaims, 'lineage' | 'issuedAt'> & { readonly schemaVersion: string };
  readonly manifest: StoredDocument;
  readonly serviceDefinition: StoredDocument;
  readonly recommendedLock: StoredDocument;
  /** Undefined: signed without one. */
  readonly lineage: StoredDocument | undefined;
  readonly display: StoredDocument;
}

export interface AuditedPackage {
  readonly findings: readonly Finding[];
  /** Undefined: none; `unreadable`: there is one, and nothing that depends on it can be judged. */
  readonly lineage: JsonObject | undefined | 'unreadable';
}

/**
 * Makes again what publishing made (packages.md section 5): digests, canonical bytes, stamps, display members and the
 * execution signature. What cannot be read is reported once, and not again by everything that depends on it.
 */
export function auditPackage(stored: StoredPackage): AuditedPackage {
  const subject = { artifact: stored.row.packageId, version: stored.row.packageVersion, table: TABLE };
  const [manifest, definition, lock, display] = [
    auditDocument(stored.manifest, subject),
    auditDocument(stored.serviceDefinition, subject),
    auditDocument(stored.recommendedLock, subject),
    auditDocument(stored.display, subject),
  ];
  const lineage = stored.lineage === undefined ? undefined : auditDocument(stored.lineage, subject);
  const findings = [manifest, definition, lock, display, ...(lineage === undefined ? [] : [lineage])].flatMap(
    (document) => document.findings,
  );

  if (manifest.value !== undefined && lock.value !== undefined) {
    findings.push(...auditStamps(stored.row, manifest.value, lock.value, subject));
  }
  if (manifest.value !== undefined && display.value !== undefined) {
    findings.push(...auditDisplay(display.value, manifest.value, subject));
  }
  const isWhole = [manifest, definition, lock, display, lineage ?? display].every(({ value }) => value !== undefined);
  if (isWhole) {
    const recomputed = packageExecutionSignature({
      serviceDefinition: definition.value ?? {},
      manifest: manifest.value ?? {},
      recommendedLock: lock.value ?? {},
      implementationMaterials: listOf(member(display.value, 'implementation_materials')).map(materialFrom),
      lineage: lineage?.value,
    });
    if (recomputed !== stored.row.packageExecutionSignature) {
      findings.push({
        ...subject,
        class: 'EXECUTION_SIGNATURE_MISMATCH',
        detail: `the row says ${stored.row.packageExecutionSignature}, the documents give ${recomputed}`,
      });
    }
  }
  return { findings, lineage: lineage === undefined ? undefined : (lineage.value ?? 'unreadable') };
}

/** The members that publishing writes over whatever was sent (packages.md section 5, steps 2 and 5). */
function* auditStamps(
  row: StoredPackage['row'],
  manifest: JsonObject,
  lock: JsonObject,
  subject: Subject,
): Generator<Finding> {
  const both = {
    service_definition_digest: row.definitionDigest,
    schema_version: row.schemaVersion,
    package_execution_signature: row.packageExecutionSignature,
  };
  const expected = [
    ['manifest', manifest, { ...both, service_definition_digest_algorithm: 'sha256' }],
    // The specification of the day it was published, which the manifest had to state.
    ['recommended_lock', lock, { ...both, anip_spec_version: textOf(member(manifest, 'anip_spec_version')) }],
  ] as const;
  for (const [name, document, stamps] of expected) {
    for (const [stamp, value] of Object.entries(stamps)) {
      const found = member(document, stamp);
      if (found === value) continue;
      yield {
        ...subject,
        class: 'STAMP_MISMATCH',
        detail: `${name}.${stamp} is ${shown(found)}, the row says ${quoteForMessage(value)}`,
      };
    }
  }
}

/**
 * The record's display members stand in the manifest too where they are not empty (packages.md section 3, step 7).
 * Empty links and materials say nothing: a manifest keeps what was sent.
 */
function* auditDisplay(display: JsonObject, manifest: JsonObject, subject: Subject): Generator<Finding> {
  const readme = member(display, 'readme');
  const differs = (name: string, why: string): Finding => ({
    ...subject,
    class: 'DISPLAY_MISMATCH',
    detail: `the ${name} of the record ${why}`,
  });
  if (readme === undefined && !isBlank(textOf(member(manifest, 'readme')))) {
    yield differs('readme', 'is missing, and the manifest has one');
  }
  const pairs = {
    readme: [readme, member(manifest, 'readme')],
    source_links: [member(display, 'source_links'), member(manifest, 'source_links')],
    implementation_materials: [
      member(display, 'implementation_materials'),
      member(member(manifest, 'implementation_material'), 'custom_code_bundles'),
    ],
  } as const;
  for (const [name, [displayed, inManifest]] of Object.entries(pairs)) {
    if (displayed !== undefined && !isSame(displayed, inManifest)) yield differs(name, "differs from the manifest's");
  }
}

function isSame(left: JsonValue, right: JsonValue | undefined): boolean {
  return right !== undefined && canonicalBytes(left).equals(canonicalBytes(right));
}

function shown(value: JsonValue | undefined): string {
  return value === undefined ? 'missing' : quoteForMessage(typeof value === 'string' ? value : JSON.stringify(value));
}

function materialFrom(value: JsonValue): ImplementationMaterial {
  return {
    ref: textOf(member(value, 'ref')),
    title: textOf(member(value, 'title')),
    bundleTreeSha256: textOf(member(value, 'bundle_tree_sha256')),
  };
}
