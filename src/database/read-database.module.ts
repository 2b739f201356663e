import { type DynamicModule, Module } from '@nestjs/common';
import { getDataSourceToken } from '@nestjs/typeorm';
import { PinoLogger } from 'nestjs-pino';
import type { DataSource } from 'typeorm';
import { ReplicaMetrics } from '../metrics/replica-metrics';
import { ReadDatabase } from './read-database';
import { ReadReplicas, type ReadReplicasSettings } from './read-replicas';

/** The ReadDatabase of the whole application; with no URL of a replica it is the primary under another name. */
@Module({})
export class ReadDatabaseModule {
  static forRoot(settings: ReadReplicasSettings): DynamicModule {
    return {
      module: ReadDatabaseModule,
      global: true,
      providers: [
        {
          provide: ReadDatabase,
          inject: [getDataSourceToken(), ReplicaMetrics, PinoLogger],
          useFactory: (primary: DataSource, metrics: ReplicaMetrics, logger: PinoLogger): ReadDatabase =>
            new ReadDatabase(primary, replicasOf(settings, metrics, logger), metrics),
        },
      ],
      exports: [ReadDatabase],
    };
  }
}

function replicasOf(
  settings: ReadReplicasSettings,
  metrics: ReplicaMetrics,
  logger: PinoLogger,
): ReadReplicas | undefined {
  if (settings.urls.length === 0) return undefined;
  return new ReadReplicas(settings, {
    warn: (message, fields) => logger.warn(fields, message),
    info: (message, fields) => logger.info(fields, message),
    replica: (...seen) => metrics.replica(...seen),
  });
}
