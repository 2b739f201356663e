import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { isArtifactId, isArtifactVersion } from '../core/artifact-id';
import { contractSideOf, type ContractSide } from '../core/contract-diff/contract-side';
import { diffContracts, type ContractDiff } from '../core/contract-diff/diff-contracts';
import { RegistryError } from '../core/errors';
import { objectOf } from '../core/json/json-value';
import { parseJson } from '../core/json/parse-json';
import { refuseTakenDown } from '../core/lifecycle';
import { recordBytes, type PackageRecord } from '../core/package-record';
import { quoteForMessage } from '../core/text';
import { PUBLICATION_COLUMNS, PUBLICATION_TABLES, recordFrom, type RecordRow } from './package-rows';

export interface ComparedRecords {
  readonly from: PackageRecord;
  readonly to: PackageRecord;
  readonly diff: ContractDiff;
}

/** What changed between two versions of one package (docs/contract-diff.md). */
@Injectable()
export class CompareVersionsService {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** A version that was taken down is not compared: the changes would tell its content. @throws RegistryError PACKAGE_NOT_FOUND, VERSION_TAKEN_DOWN */
  async compare(id: string, from: string, to: string): Promise<ComparedRecords> {
    const records = await this.readRecords(id, [from, to]);
    const [older, newer] = [recordOf(records, id, from), recordOf(records, id, to)];
    for (const { lifecycle, packageVersion } of [older, newer]) refuseTakenDown(lifecycle, id, packageVersion);
    return { from: older, to: newer, diff: diffContracts(sideOf(older), sideOf(newer)) };
  }

  private async readRecords(id: string, versions: readonly string[]): Promise<readonly PackageRecord[]> {
    if (!isArtifactId(id)) return [];
    const rows = await this.dataSource.query<readonly RecordRow[]>(
      `SELECT ${PUBLICATION_COLUMNS}, v.schema_version, v.manifest_digest, v.definition_digest, v.lock_digest,
              v.package_execution_signature, m.content AS manifest, d.content AS service_definition,
              k.content AS recommended_lock, y.content AS display
         FROM ${PUBLICATION_TABLES}
         JOIN registry.blobs m ON m.digest = v.manifest_digest
         JOIN registry.blobs d ON d.digest = v.definition_digest
         JOIN registry.blobs k ON k.digest = v.lock_digest
         JOIN registry.blobs y ON y.digest = v.display_digest
        WHERE v.package_id = $1 AND v.package_version = ANY($2::text[])`,
      [id, versions.filter(isArtifactVersion)],
    );
    return rows.map(recordFrom);
  }
}

function recordOf(records: readonly PackageRecord[], id: string, version: string): PackageRecord {
  const record = records.find(({ packageVersion }) => packageVersion === version);
  if (record !== undefined) return record;
  throw new RegistryError(
    'PACKAGE_NOT_FOUND',
    `there is no version ${quoteForMessage(version)} of a package ${quoteForMessage(id)}`,
  );
}

function sideOf(record: PackageRecord): ContractSide {
  const side = contractSideOf(objectOf(parseJson(recordBytes(record))));
  if (side === undefined)
    throw new Error(`${record.packageId}@${record.packageVersion} is stored without a definition`);
  return side;
}
