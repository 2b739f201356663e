import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { Gauge } from 'prom-client';
import { DataSource } from 'typeorm';

/** What node-postgres' pool tells of itself; TypeORM's type of it is open. */
interface Pool {
  readonly totalCount: number;
  readonly idleCount: number;
  /** Requests that wait for a connection. */
  readonly waitingCount: number;
}

/** The pool of database connections, read at each scrape: with requests waiting for long, it is too small. */
@Injectable()
export class PoolMetrics {
  constructor(@InjectDataSource() dataSource: DataSource) {
    // Without one before the first connection and after the last.
    const pool = (): Pool =>
      (dataSource.driver as unknown as { readonly master?: Pool }).master ?? {
        totalCount: 0,
        idleCount: 0,
        waitingCount: 0,
      };
    new Gauge({
      name: 'anip_registry_database_connections',
      help: 'Connections of the pool by state (active, idle)',
      labelNames: ['state'],
      collect() {
        const { totalCount, idleCount } = pool();
        this.set({ state: 'active' }, totalCount - idleCount);
        this.set({ state: 'idle' }, idleCount);
      },
    });
    new Gauge({
      name: 'anip_registry_database_waiting_requests',
      help: 'Requests that wait for a connection of the pool',
      collect() {
        this.set(pool().waitingCount);
      },
    });
  }
}
