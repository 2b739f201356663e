import { MAX_IDENTITY_TEXT_BYTES } from '../core/artifact-id';
import { SIGNATURE_ALGORITHM } from '../core/ed25519';
import { LIFECYCLE_STATUSES, MAX_REASON_CHARACTERS } from '../core/lifecycle';
import { LOCK_SCHEMA_VERSION } from '../core/lock';
import { anyObject, constant, listOfSchemas, objectWith, oneOf, ref, text, type JsonSchema } from './json-schema';

const DEFINITION_SCHEMA = constant('anip-service-definition/v1', 'The schema of the service definition.');
const BOUND = { maxLength: MAX_IDENTITY_TEXT_BYTES };

const identity = {
  package_id: ref('ArtifactId'),
  package_version: ref('ArtifactVersion'),
  project_ref: text('The project that the package was made from.', BOUND),
  product_revision_ref: text('The product revision that it was made from.', BOUND),
  developer_revision_ref: text('The developer revision that it was made from.', BOUND),
  contract_signature: text("The publisher's own signature of the contract.", BOUND),
};
const digests = {
  manifest_digest: ref('Digest', 'Of the manifest.'),
  definition_digest: ref('Digest', 'Of the service definition.'),
  lock_digest: ref('Digest', 'Of the recommended lock.'),
  package_execution_signature: ref('Digest', 'Over what an execution of the package depends on.'),
};
const published = {
  published_at: ref('Timestamp'),
  download_count: ref('DownloadCount'),
  lifecycle: ref('Lifecycle'),
};
const publisher = {
  publisher_id: text('Who published it, as signed.'),
  publisher_type: text('What kind of publisher that is, as signed.'),
};
const lineage = anyObject('Where the package comes from, as signed.');
const sourceLinks = listOfSchemas(
  objectWith('A link to the sources.', { title: text('Its title.'), url: text('An http or https address.') }),
  'Links to the sources, at most 8.',
);
const materials = listOfSchemas(
  objectWith(
    'Something that the service is built from.',
    { ref: text('A reference that pins what it names.') },
    { title: text('Its title.'), bundle_tree_sha256: ref('Digest', 'Of the tree of files.') },
  ),
  'Implementation materials, at most 8.',
);

/** Packages (packages.md sections 2 and 6). */
export const PACKAGE_SCHEMAS: Readonly<Record<string, JsonSchema>> = {
  Publication: objectWith(
    'One published version, without its documents.',
    { ...identity, ...published },
    {
      ...publisher,
      lineage: { ...lineage, description: 'Where the package comes from, as signed; left out of what was taken down.' },
    },
  ),
  PublicationList: objectWith(
    'A page of versions.',
    { items: listOfSchemas(ref('Publication'), 'The versions, in the order that was asked for.') },
    { next_cursor: text('Give this as `cursor` for the next page; left out on the last one.') },
  ),
  PackageVersions: objectWith(
    'All versions of one package.',
    {
      package_id: ref('ArtifactId'),
      items: listOfSchemas(ref('Publication'), 'The highest version first.'),
    },
    { latest_version: text('The highest version that is still good; left out when there is none.') },
  ),
  PackageRecord: objectWith(
    'A whole version with its documents, exactly as they were digested and signed.',
    {
      ...identity,
      schema_version: DEFINITION_SCHEMA,
      ...digests,
      ...published,
      manifest: anyObject('What the package says of itself.'),
      service_definition: anyObject('The contract: services, capabilities, inputs, effects, grants.'),
      recommended_lock: anyObject('What the publisher recommends to pin.'),
    },
    {
      ...publisher,
      lineage,
      readme: text('Markdown.'),
      source_links: sourceLinks,
      implementation_materials: materials,
    },
  ),
  Receipt: objectWith(
    'The proof that this Registry accepted a version: its Ed25519 signature over the claims of the record.',
    {
      receipt_id: ref('Digest', 'Identifies the act of publishing.'),
      package_id: ref('ArtifactId'),
      package_version: ref('ArtifactVersion'),
      registry_signature: ref('Signature'),
      signature_algorithm: constant(SIGNATURE_ALGORITHM, 'The only algorithm there is.'),
      key_id: ref('KeyId', 'The key to verify with, one of `GET /keys`.'),
      issued_at: ref('Timestamp'),
    },
    publisher,
  ),
  Lock: objectWith(
    'A lock file: pins the digests of a version and the receipt that proves them.',
    {
      lock_schema_version: constant(LOCK_SCHEMA_VERSION, 'The schema of lock files.'),
      artifact_type: constant('anip_package_lock', 'What this file is.'),
      source_kind: constant('registry', 'Where it was made.'),
      package_id: ref('ArtifactId'),
      package_version: ref('ArtifactVersion'),
      contract_signature: identity.contract_signature,
      schema_version: DEFINITION_SCHEMA,
      ...digests,
      receipt_signature: ref('Signature'),
      receipt_authority: constant('remote-registry', 'Who signed the receipt.'),
      receipt_key_id: ref('KeyId'),
      receipt_algorithm: constant(SIGNATURE_ALGORITHM, 'The only algorithm there is.'),
      receipt_issued_at: ref('Timestamp'),
      registry_signing_mode: ref('SigningMode'),
      registry_active_key_id: ref('KeyId', 'The key that signed new receipts when the lock was made.'),
    },
    {
      ...publisher,
      registry_url: {
        type: 'string',
        pattern: '^https?://[^/]+/registry-api/v1$',
        description: 'The address of this Registry; left out when the request named no host.',
      },
    },
  ),
  PublishPackageRequest: objectWith(
    'A version to publish. Unknown members are ignored; who publishes follows from the token.',
    {
      ...identity,
      manifest: anyObject('With `anip_spec_version`, agent consumability and readiness; at most 1 MiB.'),
      service_definition: anyObject('The contract; at most 2 MiB and 256 capabilities.'),
      recommended_lock: anyObject('At most 512 KiB.'),
    },
    {
      schema_version: DEFINITION_SCHEMA,
      lineage: { type: ['object', 'null'], description: 'Where the package comes from; at most 64 KiB.' },
      readme: { type: 'string', description: 'Markdown, at most 64 KiB.' },
      source_links: sourceLinks,
      implementation_materials: materials,
      publisher_id: { type: 'string', description: 'Accepted from older clients, and ignored.' },
      publisher_type: { type: 'string', description: 'Accepted from older clients, and ignored.' },
    },
  ),
  PublishedPackage: objectWith('What was published, and its proof.', {
    publication: ref('Publication'),
    package: ref('PackageRecord'),
    receipt: ref('Receipt'),
  }),
  LifecycleChange: objectWith(
    'Another lifecycle for a version.',
    { status: oneOf(LIFECYCLE_STATUSES, 'The new status.') },
    {
      reason: text('For people; required unless the status is active.', { maxLength: MAX_REASON_CHARACTERS }),
      replacement_package_id: ref('ArtifactId', 'The package to use instead; only together with its version.'),
      replacement_package_version: ref('ArtifactVersion', 'The version to use instead.'),
    },
  ),
  ChangedPackage: objectWith('The version with its new lifecycle.', { package: ref('PackageRecord') }),
};
