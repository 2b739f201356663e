import { checkArtifactId, checkArtifactVersion, checkIdentityText } from '../artifact-id';
import type { JsonObject, JsonValue } from '../json/json-value';
import { RequestMembers } from '../request-members';

/** On the wire, before anything is parsed (packages.md section 2). */
export const MAX_PACKAGE_BODY_BYTES = 5_242_880;

export interface SourceLink {
  readonly title: string;
  readonly url: string;
}

export interface ImplementationMaterial {
  readonly title: string;
  readonly ref: string;
  readonly bundleTreeSha256: string;
}

export interface PackageIdentity {
  readonly packageId: string;
  readonly packageVersion: string;
  readonly projectRef: string;
  readonly productRevisionRef: string;
  readonly developerRevisionRef: string;
  readonly contractSignature: string;
}

/** A publish request as sent, member types checked. The publisher comes from the credential, never from here. */
export interface PackageRequest extends PackageIdentity {
  readonly schemaVersion: string;
  readonly lineage: JsonObject | undefined;
  readonly manifest: JsonObject;
  readonly serviceDefinition: JsonObject;
  readonly recommendedLock: JsonObject;
  readonly readme: string;
  readonly sourceLinks: readonly SourceLink[];
  readonly implementationMaterials: readonly ImplementationMaterial[];
}

/** @throws RegistryError MEMBER_TYPE_INVALID */
export function parsePackageRequest(body: JsonValue): PackageRequest {
  const request = RequestMembers.of(body);
  const parsed = {
    packageId: request.string('package_id'),
    packageVersion: request.string('package_version'),
    projectRef: request.string('project_ref'),
    productRevisionRef: request.string('product_revision_ref'),
    developerRevisionRef: request.string('developer_revision_ref'),
    contractSignature: request.string('contract_signature'),
    schemaVersion: request.string('schema_version'),
    lineage: request.object('lineage'),
    manifest: request.object('manifest') ?? {},
    serviceDefinition: request.object('service_definition') ?? {},
    recommendedLock: request.object('recommended_lock') ?? {},
    readme: request.string('readme'),
    sourceLinks: request
      .objects('source_links')
      .map((link) => ({ title: link.string('title'), url: link.string('url') })),
    implementationMaterials: request.objects('implementation_materials').map((material) => ({
      title: material.string('title'),
      ref: material.string('ref'),
      bundleTreeSha256: material.string('bundle_tree_sha256'),
    })),
  };
  // Accepted from older clients, replaced by the credential's; a wrong type is still a fault.
  request.string('publisher_id');
  request.string('publisher_type');
  return parsed;
}

/** @throws RegistryError IDENTITY_REQUIRED, ARTIFACT_ID_INVALID, ARTIFACT_VERSION_INVALID, IDENTITY_TEXT_INVALID */
export function checkPackageIdentity(identity: PackageIdentity): void {
  checkArtifactId(identity.packageId, 'package_id');
  checkArtifactVersion(identity.packageVersion, 'package_version');
  checkIdentityText(identity.projectRef, 'project_ref');
  checkIdentityText(identity.productRevisionRef, 'product_revision_ref');
  checkIdentityText(identity.developerRevisionRef, 'developer_revision_ref');
  checkIdentityText(identity.contractSignature, 'contract_signature');
}
