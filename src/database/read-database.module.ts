import { type DynamicModule, Module } from '@nestjs/common';
import { getDataSourceToken } from '@nestjs/typeorm';
import { PinoLogger } from 'nestjs-pino';
import type { DataSource } from 'typeorm';
import { ReplicaMetrics } from '../metrics/replica-metrics';
import { ReadDatabase, type ReadObserver } from './read-database';
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
            new ReadDatabase(primary, replicasOf(settings, metrics, logger), {
              replicaAnswered: (number) => metrics.replicaAnswered(number),
              primaryAsked: (reason) => metrics.primaryAsked(reason),
              readFailed: oncePerReason(logger),
            }),
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

/** The metrics count every one; the log has the first of each kind: a right that is missing fails with every read. */
function oncePerReason(logger: PinoLogger): ReadObserver['readFailed'] {
  const told = new Set<string>();
  return (replica, cause) => {
    const code = (cause as { code?: unknown }).code;
    const reason = `${replica} ${typeof code === 'string' ? code : 'unknown'}`;
    if (told.has(reason)) return;
    told.add(reason);
    logger.warn({ replica, err: cause }, 'a read failed on a read replica, and the primary answers instead');
  };
}
