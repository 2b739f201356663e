import { digestOf } from '../digest';
import { member, objectOf, textOf, type JsonObject, type JsonValue } from '../json/json-value';
import { firstUsableLineage } from '../package-rules/lineage';
import { firstText } from './members';

/** What an author has at hand; a part that is not given may come from the request. */
export interface LocalParts {
  readonly request: JsonObject | undefined;
  readonly definition: JsonObject | undefined;
  readonly manifest: JsonObject | undefined;
  readonly lock: JsonObject | undefined;
  readonly lineage: JsonObject | undefined;
  readonly readme: string | undefined;
  readonly packageId: string | undefined;
  readonly packageVersion: string | undefined;
  readonly projectRef: string | undefined;
  readonly productRevisionRef: string | undefined;
  readonly developerRevisionRef: string | undefined;
  readonly contractSignature: string | undefined;
}

/**
 * The publish request of these parts. The identity falls back to what the documents say of themselves, and the contract
 * signature at last to the digest of the definition, which it is in packages that ANIP Studio exports.
 */
export function localPublishRequest(parts: LocalParts): JsonObject {
  const request = objectOf(parts.request);
  const definition = parts.definition ?? objectOf(member(request, 'service_definition'));
  const manifest = parts.manifest ?? objectOf(member(request, 'manifest'));
  const lock = parts.lock ?? objectOf(member(request, 'recommended_lock'));
  const givenLineage = parts.lineage ?? objectOf(member(request, 'lineage'));
  const lineage = firstUsableLineage(givenLineage, manifest, lock);
  const readme = parts.readme ?? member(request, 'readme');

  return {
    ...request,
    package_id: firstText(parts.packageId, member(request, 'package_id'), member(manifest, 'package_id')),
    package_version: firstText(
      parts.packageVersion,
      member(request, 'package_version'),
      member(manifest, 'version'),
      member(manifest, 'package_version'),
    ),
    project_ref: firstText(parts.projectRef, member(request, 'project_ref'), member(lineage, 'project_ref')),
    product_revision_ref: firstText(
      parts.productRevisionRef,
      member(request, 'product_revision_ref'),
      inLineage(lineage, 'product_revision', 'ref'),
    ),
    developer_revision_ref: firstText(
      parts.developerRevisionRef,
      member(request, 'developer_revision_ref'),
      inLineage(lineage, 'developer_revision', 'ref'),
    ),
    contract_signature: firstText(
      parts.contractSignature,
      member(request, 'contract_signature'),
      inLineage(lineage, 'developer_revision', 'contract_signature'),
      member(member(definition, 'compiled_contract_identity'), 'signature'),
      digestOf(definition),
    ),
    ...(lineage === undefined ? {} : { lineage }),
    manifest,
    service_definition: definition,
    recommended_lock: lock,
    ...(textOf(readme) === '' ? {} : { readme: textOf(readme) }),
  };
}

function inLineage(lineage: JsonObject | undefined, revision: string, name: string): JsonValue | undefined {
  return member(member(lineage, revision), name);
}
