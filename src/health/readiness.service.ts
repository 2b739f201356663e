import { Injectable, ServiceUnavailableException } from '@nestjs/common';
import { HealthCheckService, type HealthCheckResult } from '@nestjs/terminus';
import { PinoLogger } from 'nestjs-pino';
import { MIGRATIONS } from '../../migrations';
import type { MigrationStatus } from '../database/migration-status';
import { Lifetime } from '../http/lifetime';
import { RegistryMetrics } from '../metrics/registry-metrics';
import { StoreHealth, type StoreState } from './store.health';

export interface Readiness {
  readonly isReady: boolean;
  readonly migrations: MigrationStatus;
  /** Undefined when ready. */
  readonly fault: string | undefined;
}

/** Runs the checks by Terminus and tells the metrics; the body of the answer is the contract's. */
@Injectable()
export class ReadinessService {
  private wasReady = true;

  constructor(
    private readonly health: HealthCheckService,
    private readonly store: StoreHealth,
    private readonly lifetime: Lifetime,
    private readonly metrics: RegistryMetrics,
    private readonly logger: PinoLogger,
  ) {}

  async check(): Promise<Readiness> {
    const state: StoreState = {
      migrations: { applied: false, appliedCount: 0, expectedCount: MIGRATIONS.length, pending: [], incompatible: [] },
    };
    const fault = this.lifetime.isStopping ? 'the Registry is stopping' : await this.storeFault(state);
    const isReady = fault === undefined;
    this.metrics.readiness.inc({ status: isReady ? 'ok' : 'error' });
    this.metrics.setMigrations(state.migrations);
    if (isReady !== this.wasReady) {
      if (isReady) this.logger.info('ready again');
      else if (this.lifetime.isStopping) this.logger.info('not ready any more: the Registry is stopping');
      else {
        const { pending, incompatible } = state.migrations;
        this.logger.error({ fault, pending, incompatible, err: state.cause }, 'not ready');
      }
      this.wasReady = isReady;
    }
    return { isReady, migrations: state.migrations, fault };
  }

  private async storeFault(state: StoreState): Promise<string | undefined> {
    try {
      await this.health.check([() => this.store.check(state)]);
      return undefined;
    } catch (error) {
      if (!(error instanceof ServiceUnavailableException)) throw error;
      const result = error.getResponse() as HealthCheckResult;
      const message: unknown = result.error?.store?.message;
      return typeof message === 'string' ? message : 'the store is not ready';
    }
  }
}
