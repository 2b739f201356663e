import { Client } from 'pg';
import { insertArtifacts, insertBlobs, insertVersions } from '../../test/support/insert-versions';
import { withoutIndexes } from './bulk-load';
import { KEY, makePackage, type MadePackage, versionOf } from './packages';
import { planVersions, RARE_PACKAGES } from './plan';
import { seededRandom } from './random';

const SEED = 6;
const PACKAGES_PER_CHUNK = 500;
const VERSIONS_PER_CHUNK = 2_000;

/**
 * `fill-growth.script.ts <database URL of a superuser> <count>` adds versions that publishing would have accepted, with
 * all their rows, in the order of their times. The same count gives the same store, and an audit of it is clean: that
 * is what shows that nothing was left out. A process of its own: making a million takes memory.
 */
async function fillGrowth(databaseUrl: string, count: number): Promise<void> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(
      'INSERT INTO registry.signing_keys (key_id, public_key) VALUES ($1, $2) ON CONFLICT DO NOTHING',
      [KEY.keyId, Buffer.from(KEY.publicKey)],
    );
    await withoutIndexes(client, () => insertAll(client, count));
    await client.query('VACUUM ANALYZE');
  } finally {
    await client.end();
  }
}

async function insertAll(client: Client, count: number): Promise<void> {
  const random = seededRandom(SEED);
  const { packages, versions } = planVersions(count, SEED);
  const made: Omit<MadePackage, 'documents'>[] = [];
  for (let start = 0; start < packages; start += PACKAGES_PER_CHUNK) {
    const numbers = Array.from({ length: Math.min(PACKAGES_PER_CHUNK, packages - start) }, (_, index) => start + index);
    const chunk = numbers.map((index) => makePackage(random, index, RARE_PACKAGES.has(index)));
    await insertArtifacts(
      client,
      chunk.map(({ row }) => row.packageId),
    );
    await insertBlobs(
      client,
      chunk.flatMap(({ documents }) => documents),
    );
    for (const { row, lineage } of chunk) made.push({ row, lineage });
  }
  for (let start = 0; start < versions.length; start += VERSIONS_PER_CHUNK) {
    const rows = versions.slice(start, start + VERSIONS_PER_CHUNK).flatMap(({ index, number, time }) => {
      const package_ = made[index];
      return package_ === undefined ? [] : [versionOf(package_, number, time, random)];
    });
    await insertBlobs(
      client,
      rows.map(({ receipt }) => receipt.payload),
    );
    await client.query('BEGIN');
    await insertVersions(client, rows);
    await client.query('COMMIT');
  }
}

void fillGrowth(process.argv[2] ?? '', Number(process.argv[3]));
