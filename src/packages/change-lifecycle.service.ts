import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { PinoLogger } from 'nestjs-pino';
import { DataSource } from 'typeorm';
import { AuditTrail } from '../audit-trail/audit-trail.service';
import type { Caller } from '../audit-trail/caller';
import { Clock } from '../clock/clock';
import { RegistryError } from '../core/errors';
import { parseLifecycleChange } from '../core/lifecycle';
import type { JsonValue } from '../core/json/json-value';
import { wireTimestamp } from '../core/timestamp';
import { leasesHaveEnded } from '../database/leased-reads';
import { ReadDatabase } from '../database/read-database';
import { inTransaction } from '../database/transaction';
import { type FoundRecord, PackagesService } from './packages.service';

/** Who changed it, when it was the admin token (packages.md section 6). */
const UPDATED_BY = 'registry-admin';

/** Changing the lifecycle of a version: the row and, by trigger in the same transaction, its history. */
@Injectable()
export class ChangeLifecycleService {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly reads: ReadDatabase,
    private readonly packages: PackagesService,
    private readonly clock: Clock,
    private readonly trail: AuditTrail,
    private readonly logger: PinoLogger,
  ) {}

  /** @throws RegistryError PACKAGE_NOT_FOUND, LIFECYCLE_INVALID, LIFECYCLE_CONFLICT */
  async change(id: string, version: string, body: JsonValue, caller: Caller): Promise<FoundRecord> {
    const change = parseLifecycleChange(body, id, version);
    const found = await this.packages.getCurrentRecord(id, version);
    await inTransaction(this.dataSource, async (tx) => {
      const [, updatedRows] = await tx.query<[unknown, number]>(
        `UPDATE registry.package_lifecycle
            SET status = $3, reason = $4, replacement_package_id = $5, replacement_package_version = $6,
                updated_at = $7, updated_by = $8, revision = revision + 1
          WHERE package_id = $1 AND package_version = $2 AND revision = $9`,
        [
          id,
          version,
          change.status,
          change.reason,
          change.replacement?.packageId ?? null,
          change.replacement?.packageVersion ?? null,
          wireTimestamp(this.clock.now()),
          UPDATED_BY,
          found.lifecycleRevision,
        ],
      );
      if (updatedRows !== 1) {
        throw new RegistryError(
          'LIFECYCLE_CONFLICT',
          `the lifecycle of ${id}@${version} was changed at the same time; look at it and try again`,
        );
      }
      await this.trail.append(tx, caller, {
        action: 'package.lifecycle',
        target: { kind: 'package', id, version },
        details: {
          from: found.record.lifecycle.status,
          to: change.status,
          revision: found.lifecycleRevision + 1,
        },
      });
    });
    // In this order: until the first is done, this process may still read an older state from a replica.
    await this.reads.noteWrite();
    await leasesHaveEnded();
    this.logger.info(
      {
        'package.id': id,
        'package.version': version,
        'lifecycle.from': found.record.lifecycle.status,
        'lifecycle.to': change.status,
      },
      'package lifecycle changed',
    );
    return this.packages.getCurrentRecord(id, version);
  }
}
