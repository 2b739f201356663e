import { Injectable } from '@nestjs/common';
import { isArtifactId, isArtifactVersion } from '../core/artifact-id';
import { contractSideOf, type ContractSide } from '../core/contract-diff/contract-side';
import { diffContracts } from '../core/contract-diff/diff-contracts';
import { objectOf, type JsonValue } from '../core/json/json-value';
import { parseJson } from '../core/json/parse-json';
import { jsonBytes } from '../core/json/splice';
import { refuseTakenDown } from '../core/lifecycle';
import { recordBytes, type PackageRecord } from '../core/package-record';
import { ReadDatabase } from '../database/read-database';
import { DiffCache } from './diff-cache';
import { RECORD_COLUMNS, RECORD_TABLES, recordFrom, type RecordRow } from './package-rows';
import { versionNotFound } from './version-name';

export interface ComparedRecords {
  readonly from: PackageRecord;
  readonly to: PackageRecord;
  /** A `ContractDiff` as JSON: what is kept, and what the API answers. */
  readonly diff: Buffer;
}

/** What changed between two versions of one package (docs/contract-diff.md). */
@Injectable()
export class CompareVersionsService {
  private readonly diffs = new DiffCache();

  constructor(private readonly reads: ReadDatabase) {}

  /** A version that was taken down is not compared: the changes would tell its content. @throws RegistryError PACKAGE_NOT_FOUND, VERSION_TAKEN_DOWN */
  async compare(id: string, from: string, to: string): Promise<ComparedRecords> {
    const records = await this.readRecords(id, [from, to]);
    const [older, newer] = [recordOf(records, id, from), recordOf(records, id, to)];
    for (const { lifecycle, packageVersion } of [older, newer]) refuseTakenDown(lifecycle, id, packageVersion);
    const diff = this.diffs.getOrMake(keyOf(older, newer), () =>
      jsonBytes(diffContracts(sideOf(older), sideOf(newer)) as unknown as JsonValue),
    );
    return { from: older, to: newer, diff };
  }

  private async readRecords(id: string, versions: readonly string[]): Promise<readonly PackageRecord[]> {
    if (!isArtifactId(id)) return [];
    const possible = [...new Set(versions)].filter(isArtifactVersion);
    const rows = await this.reads.lookUp<readonly RecordRow[]>(
      `SELECT ${RECORD_COLUMNS} FROM ${RECORD_TABLES}
        WHERE v.package_id = $1 AND v.package_version = ANY($2::text[])`,
      [id, possible],
      possible.length,
    );
    return rows.map(recordFrom);
  }
}

function recordOf(records: readonly PackageRecord[], id: string, version: string): PackageRecord {
  const record = records.find(({ packageVersion }) => packageVersion === version);
  if (record !== undefined) return record;
  throw versionNotFound({ id, version });
}

/** Names and contents: a store that was restored from a backup may have others under the same names. */
function keyOf(...records: readonly PackageRecord[]): string {
  return records
    .flatMap((record) => [
      record.packageId,
      record.packageVersion,
      record.publishedAt,
      record.definitionDigest,
      record.manifestDigest,
      record.lockDigest,
      record.packageExecutionSignature,
    ])
    .join(' ');
}

function sideOf(record: PackageRecord): ContractSide {
  const side = contractSideOf(objectOf(parseJson(recordBytes(record))));
  if (side === undefined)
    throw new Error(`${record.packageId}@${record.packageVersion} is stored without a definition`);
  return side;
}
