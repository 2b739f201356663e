import { type DynamicModule, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import type { Logger } from 'pino';
import type { DataSource } from 'typeorm';
import { MIGRATIONS } from '../migrations';
import { AuditTrailModule } from './audit-trail/audit-trail.module';
import { Clock } from './clock/clock';
import { ClockModule } from './clock/clock.module';
import type { RegistryConfig } from './config/config';
import { ConfigModule } from './config/config.module';
import type { RegistrySecrets } from './config/secrets';
import { createDataSource } from './database/data-source';
import { ReadDatabaseModule } from './database/read-database.module';
import { DemoDataModule } from './demo-data/demo-data.module';
import { DownloadsModule } from './downloads/downloads.module';
import { HealthModule } from './health/health.module';
import { HttpModule } from './http/http.module';
import { KeysModule } from './keys/keys.module';
import { SigningKey } from './keys/signing-key.entity';
import { loggingModule } from './logging/logging.module';
import { MetricsModule } from './metrics/metrics.module';
import { OpenApiModule } from './openapi/openapi.module';
import { PackageLifecycle } from './packages/package-lifecycle.entity';
import { PackageVersionStats } from './packages/package-version-stats.entity';
import { PackageVersion } from './packages/package-version.entity';
import { PackagesModule } from './packages/packages.module';
import { Receipt } from './packages/receipt.entity';
import { PagesModule } from './pages/pages.module';
import { Artifact } from './publishing/artifact.entity';
import { Blob } from './publishing/blob.entity';
import { TemplateVersionStats } from './templates/template-version-stats.entity';
import { TemplateVersion } from './templates/template-version.entity';
import { TemplatesModule } from './templates/templates.module';

export const ENTITIES = [
  Artifact,
  Blob,
  PackageLifecycle,
  PackageVersion,
  PackageVersionStats,
  Receipt,
  SigningKey,
  TemplateVersion,
  TemplateVersionStats,
];

/** What the application is made of, decided before Nest starts. */
export interface AppParts {
  readonly config: RegistryConfig;
  readonly secrets: RegistrySecrets;
  /** The configured database or the embedded one. */
  readonly databaseUrl: string;
  readonly logger: Logger;
  readonly clock?: Clock;
}

@Module({})
export class AppModule {
  static forRoot(parts: AppParts): DynamicModule {
    const dataSource = createDataSource({ url: parts.databaseUrl, entities: ENTITIES, limits: parts.config.database });
    return {
      module: AppModule,
      imports: [
        ConfigModule.forRoot(parts),
        ClockModule.forRoot(parts.clock ?? new Clock()),
        loggingModule(parts.logger),
        TypeOrmModule.forRootAsync({
          // The caller has waited for the database already, so a failure here is final.
          useFactory: () => ({ ...dataSource.options, retryAttempts: 0 }),
          dataSourceFactory: (): Promise<DataSource> => dataSource.initialize(),
        }),
        HttpModule,
        MetricsModule,
        AuditTrailModule,
        ReadDatabaseModule.forRoot({
          primaryUrl: parts.databaseUrl,
          urls: parts.secrets.replicaUrls,
          maxLagMs: parts.config.replicaMaxLagMs,
          poolSize: parts.config.database.poolSize,
          migrations: MIGRATIONS.map(({ name }) => name),
        }),
        // Express tries routes in the order of these modules: what is asked for all the time stands first.
        KeysModule,
        PackagesModule,
        TemplatesModule,
        DownloadsModule,
        DemoDataModule,
        HealthModule,
        OpenApiModule,
        PagesModule,
      ],
    };
  }
}
