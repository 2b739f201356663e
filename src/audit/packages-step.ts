import { auditCounters } from '../core/audit/audit-counters';
import { auditLifecycle } from '../core/audit/audit-lifecycle';
import { auditPackage } from '../core/audit/audit-package';
import { auditReceipt } from '../core/audit/audit-receipt';
import type { AuditStep, Judgement, Key, Report } from './audit-step';
import {
  digestsOf,
  type LifecycleRow,
  PACKAGE_BATCH,
  type PackageVersionRow,
  type ReceiptRow,
  type StatsRow,
  storedPackage,
  storedReceipt,
} from './package-columns';
import { countRows, keyColumns, RowsByVersion } from './rows';
import type { Read } from './snapshot';
import {
  judgeNeighbours,
  type Neighbours,
  onlyRow,
  readBlobs,
  readNeighbours,
  versionKeysAfter,
} from './version-batch';

const DIGEST_COLUMNS = ['manifest_digest', 'definition_digest', 'lock_digest', 'lineage_digest', 'display_digest'];

/** Every package version with everything that belongs to it. */
export const packagesStep: AuditStep = {
  name: 'packages',
  count: (read) => countRows(read, 'package_versions'),
  keysAfter: (read, position) => versionKeysAfter(read, 'package', DIGEST_COLUMNS, position),
  load: loadPackages,
  subject: ([artifact, version]) => ({ artifact, version, table: 'package_versions' }),
};

interface Batch {
  readonly versions: RowsByVersion<PackageVersionRow>;
  readonly receipts: RowsByVersion<ReceiptRow>;
  readonly lifecycles: RowsByVersion<LifecycleRow>;
  readonly history: RowsByVersion<LifecycleRow>;
  readonly stats: RowsByVersion<StatsRow>;
  readonly neighbours: Neighbours;
  readonly blobs: ReadonlyMap<string, Buffer>;
  readonly keys: ReadonlyMap<string, Uint8Array>;
}

async function loadPackages(read: Read, keys: readonly Key[]): Promise<Judgement> {
  const columns = keyColumns(keys);
  const versions = await read<PackageVersionRow>(PACKAGE_BATCH.versions, columns);
  const receipts = await read<ReceiptRow>(PACKAGE_BATCH.receipts, columns);
  const signingKeys = await read<{ key_id: string; public_key: Buffer }>(
    'SELECT key_id, public_key FROM registry.signing_keys WHERE key_id = ANY($1::text[])',
    [[...new Set(receipts.map((row) => row.key_id))]],
  );
  const digests = [...versions.flatMap(digestsOf), ...receipts.map((row) => row.payload_digest)];
  const batch: Batch = {
    versions: new RowsByVersion(versions),
    receipts: new RowsByVersion(receipts),
    lifecycles: new RowsByVersion(await read<LifecycleRow>(PACKAGE_BATCH.lifecycles, columns)),
    history: new RowsByVersion(await read<LifecycleRow>(PACKAGE_BATCH.history, columns)),
    stats: new RowsByVersion(await read<StatsRow>(PACKAGE_BATCH.stats, columns)),
    neighbours: await readNeighbours(read, 'package', keys),
    blobs: await readBlobs(read, digests),
    keys: new Map(signingKeys.map((row) => [row.key_id, row.public_key])),
  };
  return (report) => keys.forEach((key) => judgePackage(key, batch, report));
}

function judgePackage(key: Key, batch: Batch, report: Report): void {
  const row = onlyRow(batch.versions.of(key), key, 'package_versions', report);
  if (row === undefined) return;
  const stored = storedPackage(row, batch.blobs);
  const { findings, lineage } = auditPackage(stored);
  for (const finding of findings) report(finding);

  const receipt = onlyRow(batch.receipts.of(key), key, 'receipts', report);
  if (receipt !== undefined) {
    const context = { row: stored.row, publishedAt: row.published_at, lineage, keys: batch.keys };
    for (const finding of auditReceipt(storedReceipt(receipt, batch.blobs), context)) report(finding);
  }

  const version = { artifact: row.package_id, version: row.package_version };
  const lifecycle = onlyRow(batch.lifecycles.of(key), key, 'package_lifecycle', report);
  if (lifecycle !== undefined) {
    for (const finding of auditLifecycle(version, lifecycle, batch.history.of(key))) report(finding);
  }

  const table = 'package_version_stats';
  const stats = onlyRow(batch.stats.of(key), key, table, report);
  if (stats !== undefined) {
    const counters = { publishedAt: stats.published_at, downloadCount: BigInt(stats.download_count) };
    const daily = batch.neighbours.dailySum(key);
    for (const finding of auditCounters({ ...version, table }, row.published_at, counters, daily)) report(finding);
  }
  judgeNeighbours(key, 'package', batch.neighbours, report);
}
