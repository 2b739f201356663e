import { createPrivateKey, sign } from 'node:crypto';
import { Client } from 'pg';
import nacl from 'tweetnacl';
import { DEV_KEY_ID, devSigningSeed } from '../../src/config/dev-signer';
import { signingKeyFromSeed } from '../../src/core/ed25519';
import { canonicalBytes } from '../../src/core/json/canonical-json';
import { parseJson } from '../../src/core/json/parse-json';
import { normalisePackage } from '../../src/core/package-rules/normalise-package';
import { parsePackageRequest } from '../../src/core/package-rules/package-request';
import { sealPackage, type SealedPackage } from '../../src/core/package-rules/seal-package';
import { samplePackage } from './demo-requests';

const CHUNK = 250;
const README_REPEATS = 800;
const KEY = signingKeyFromSeed(DEV_KEY_ID, devSigningSeed());
const PUBLISHED_AT = '2026-10-01T12:00:00Z';

/**
 * Ed25519 has one signature for a key and a message: OpenSSL's is tweetnacl's, in a hundredth of the time. That they
 * are the same is what the audit of the store will say.
 */
function signByOpenSsl(): void {
  const pkcs8 = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), devSigningSeed()]);
  const privateKey = createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' });
  const { verify } = nacl.sign.detached;
  nacl.sign.detached = Object.assign((message: Uint8Array) => sign(null, message, privateKey), { verify });
}

/**
 * `fill-store.script.ts <database URL> <count>` fills a migrated, empty database with versions, sealed as publishing
 * seals them and written as it writes them, in bulk: through the API it would take ten times as long. A process of its
 * own, so that nothing else signs in this way.
 */
async function fillStore(databaseUrl: string, count: number): Promise<void> {
  signByOpenSsl();
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query('INSERT INTO registry.signing_keys (key_id, public_key) VALUES ($1, $2)', [
      KEY.keyId,
      Buffer.from(KEY.publicKey),
    ]);
    for (const sealed of chunksOfSealed(count)) {
      await client.query('BEGIN');
      await insertChunk(client, sealed);
      await client.query('COMMIT');
    }
    await client.query('ANALYZE');
  } finally {
    await client.end();
  }
}

function* chunksOfSealed(count: number): Generator<readonly SealedPackage[]> {
  const request = parsePackageRequest(parseJson(Buffer.from(JSON.stringify(samplePackage()))));
  const definitionBytes = canonicalBytes(request.serviceDefinition);
  let chunk: SealedPackage[] = [];
  for (let index = 0; index < count; index += 1) {
    const normalised = normalisePackage({
      ...request,
      packageId: `bulk/package-${Math.floor(index / 10)}`,
      packageVersion: `1.0.${index % 10}`,
      // Stands in the manifest and in what is displayed: with it a version weighs about 30 KB.
      readme: `Number ${index}. `.repeat(README_REPEATS),
    });
    const publisher = { publisherId: 'local-registry', publisherType: 'local' };
    chunk.push(sealPackage(normalised, { definitionBytes, publisher, publishedAt: PUBLISHED_AT, key: KEY }));
    if (chunk.length < CHUNK && index + 1 < count) continue;
    yield chunk;
    chunk = [];
  }
}

async function insertChunk(client: Client, sealed: readonly SealedPackage[]): Promise<void> {
  const blobs = sealed.flatMap((version) => [
    version.manifest,
    version.serviceDefinition,
    version.recommendedLock,
    version.display,
    version.receipt.payload,
    ...(version.lineage === undefined ? [] : [version.lineage]),
  ]);
  const column = <T>(value: (version: SealedPackage) => T): T[] => sealed.map(value);
  const ids = [column(({ packageId }) => packageId), column(({ packageVersion }) => packageVersion)];
  await client.query(
    `INSERT INTO registry.artifacts (artifact_kind, artifact_id) SELECT DISTINCT 'package', unnest($1::text[])
     ON CONFLICT DO NOTHING`,
    [ids[0]],
  );
  await client.query(
    `INSERT INTO registry.blobs (digest, content)
     SELECT DISTINCT ON (digest) * FROM unnest($1::text[], $2::bytea[]) AS sent (digest, content)
     ON CONFLICT DO NOTHING`,
    [blobs.map(({ digest }) => digest), blobs.map(({ bytes }) => bytes)],
  );
  await client.query(
    `INSERT INTO registry.package_versions (package_id, package_version, project_ref, product_revision_ref,
       developer_revision_ref, contract_signature, schema_version, manifest_digest, definition_digest, lock_digest,
       lineage_digest, display_digest, package_execution_signature, publisher_id, publisher_type, published_at)
     SELECT *, '${PUBLISHED_AT}'::timestamptz FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[],
       $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::text[], $14::text[],
       $15::text[])`,
    [
      ...ids,
      column(({ projectRef }) => projectRef),
      column(({ productRevisionRef }) => productRevisionRef),
      column(({ developerRevisionRef }) => developerRevisionRef),
      column(({ contractSignature }) => contractSignature),
      column(({ schemaVersion }) => schemaVersion),
      column(({ manifest }) => manifest.digest),
      column(({ serviceDefinition }) => serviceDefinition.digest),
      column(({ recommendedLock }) => recommendedLock.digest),
      column(({ lineage }) => lineage?.digest ?? null),
      column(({ display }) => display.digest),
      column(({ packageExecutionSignature }) => packageExecutionSignature),
      column(({ publisherId }) => publisherId),
      column(({ publisherType }) => publisherType),
    ],
  );
  await client.query(
    `INSERT INTO registry.receipts (package_id, package_version, receipt_id, payload_digest, key_id, signature,
       publisher_id, publisher_type, issued_at)
     SELECT id, version, receipt_id, payload, '${KEY.keyId}', signature, 'local-registry', 'local', '${PUBLISHED_AT}'
       FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bytea[])
         AS sent (id, version, receipt_id, payload, signature)`,
    [
      ...ids,
      column(({ receipt }) => receipt.receiptId),
      column(({ receipt }) => receipt.payload.digest),
      column(({ receipt }) => Buffer.from(receipt.signature)),
    ],
  );
  await client.query(
    `WITH sent AS (SELECT * FROM unnest($1::text[], $2::text[]) AS sent (id, version)),
       lifecycle AS (INSERT INTO registry.package_lifecycle (package_id, package_version) SELECT * FROM sent),
       stats AS (INSERT INTO registry.package_version_stats (package_id, package_version, published_at)
         SELECT id, version, '${PUBLISHED_AT}' FROM sent)
     INSERT INTO registry.artifact_search (artifact_kind, artifact_id, version, document)
     SELECT 'package', id, version, to_tsvector('simple', id) FROM sent`,
    ids,
  );
}

void fillStore(process.argv[2] ?? '', Number(process.argv[3]));
