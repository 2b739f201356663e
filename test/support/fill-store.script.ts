import { Client } from 'pg';
import { DEV_KEY_ID, devSigningSeed } from '../../src/config/dev-signer';
import { surveyDocument } from '../../src/core/document-survey';
import { signingKeyFromSeed } from '../../src/core/ed25519';
import { parseJson } from '../../src/core/json/parse-json';
import { normalisePackage } from '../../src/core/package-rules/normalise-package';
import { parsePackageRequest } from '../../src/core/package-rules/package-request';
import { sealPackage, type SealedPackage } from '../../src/core/package-rules/seal-package';
import { samplePackage } from './demo-requests';
import { SPEC_VERSION } from '../../src/core/spec-version';
import {
  documentsOf,
  insertArtifacts,
  insertBlobs,
  insertVersions,
  type SearchText,
  versionRowOf,
} from './insert-versions';

const CHUNK = 250;
const README_REPEATS = 800;
const KEY = signingKeyFromSeed(DEV_KEY_ID, devSigningSeed());
const PUBLISHED_AT = '2026-10-01T12:00:00Z';

/**
 * `fill-store.script.ts <database URL> <count>` fills a migrated, empty database with versions, sealed as publishing
 * seals them and written as it writes them, in bulk: through the API it would take ten times as long.
 */
async function fillStore(databaseUrl: string, count: number): Promise<void> {
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
  const serviceDefinition = surveyDocument(request.serviceDefinition);
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
    const documents = {
      manifest: surveyDocument(normalised.manifest),
      serviceDefinition,
      recommendedLock: surveyDocument(normalised.recommendedLock),
    };
    chunk.push(sealPackage(normalised, { documents, publisher, publishedAt: PUBLISHED_AT, key: KEY }));
    if (chunk.length < CHUNK && index + 1 < count) continue;
    yield chunk;
    chunk = [];
  }
}

async function insertChunk(client: Client, sealed: readonly SealedPackage[]): Promise<void> {
  await insertArtifacts(
    client,
    sealed.map(({ packageId }) => packageId),
  );
  await insertBlobs(
    client,
    sealed.flatMap((version) => [...documentsOf(version), version.receipt.payload]),
  );
  await insertVersions(
    client,
    sealed.map((version) => versionRowOf(version, { search: searchTextOf(version) })),
  );
}

/** A capability id of its own for each package, so that a search can find a few among however many. */
function searchTextOf({ packageId }: SealedPackage): SearchText {
  const number = packageId.replace('bulk/package-', '');
  const text = { title: `Package ${number}`, summary: 'Finds and lends titles.', domain: 'library' };
  return { ...text, keywords: [`bulk.number_${number}.list`], specVersion: SPEC_VERSION };
}

void fillStore(process.argv[2] ?? '', Number(process.argv[3]));
