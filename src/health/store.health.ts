import { Injectable } from '@nestjs/common';
import { HealthIndicatorService, type HealthIndicatorResult } from '@nestjs/terminus';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { storeFault } from '../database/pg-errors';
import { migrationStatus, type MigrationStatus } from '../database/migration-status';
import { KeysService } from '../keys/keys.service';

/** What was found about the store; the last result also when the check fails half-way. */
export interface StoreState {
  migrations: MigrationStatus;
  /** What the store answered with, for the log. */
  cause?: unknown;
}

/** Ready means: the store answers, its schema has every migration of this build and none that it cannot work with, and
 * the signing key is registered. */
@Injectable()
export class StoreHealth {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly keys: KeysService,
    private readonly indicator: HealthIndicatorService,
  ) {}

  /** The message is fit for the public: it says what is wrong, nothing of hosts, users or SQL. */
  async check(state: StoreState): Promise<HealthIndicatorResult> {
    const store = this.indicator.check('store');
    try {
      state.migrations = await migrationStatus(this.dataSource);
      const { pending, incompatible } = state.migrations;
      if (incompatible.length > 0) {
        return store.down(
          `the database has migrations that this build does not work with (${incompatible.length}); run a newer build`,
        );
      }
      if (pending.length > 0) {
        return store.down(
          `migrations are pending (${pending.length}); run the Registry with ANIP_REGISTRY_MIGRATE_ONLY=1`,
        );
      }
      await this.keys.ensureRegistered();
      return store.up();
    } catch (error) {
      state.cause = error;
      return store.down(storeFault(error)?.message ?? 'the store answered with an error; the log has the details');
    }
  }
}
