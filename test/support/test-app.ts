import type { AddressInfo } from 'node:net';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Client } from 'pg';
import { register } from 'prom-client';
import { Clock } from '../../src/clock/clock';
import { loadConfig } from '../../src/config/config';
import { createApp } from '../../src/create-app';
import { leasesHaveEnded } from '../../src/database/leased-reads';
import { createLogger } from '../../src/logging/create-logger';
import { ApiClient } from './clients';
import { createTestDatabase, type TestDatabase } from './test-database';

export const PUBLISH_TOKEN = 'test-publish-token-1';
export const ADMIN_TOKEN = 'test-admin-token-1';

/** A time that stands still until it is set. */
export class FixedClock extends Clock {
  constructor(public time: Date) {
    super();
  }

  override now(): Date {
    return this.time;
  }
}

export type LogLine = Readonly<Record<string, unknown>> & { readonly level: string; readonly message: string };

/** The logger of nestjs-pino is one per process, so all applications of a test file write here. */
const logLines: string[] = [];
const logger = createLogger('trace', { write: (line) => void logLines.push(line) });

export interface TestAppOptions {
  /** Further variables, or other values than the tests' own. */
  readonly env?: Readonly<Record<string, string>>;
  readonly clock?: Clock;
  /** A database that the test keeps: a second application on the same one, or one that was prepared. */
  readonly database?: TestDatabase;
  /** Another address of the same database, such as a proxy that the test can cut. */
  readonly databaseUrl?: string;
}

/** The real application on a database of its own, listening on a free loopback port. */
export class TestApp {
  private constructor(
    readonly app: NestExpressApplication,
    readonly database: TestDatabase,
    private readonly ownsDatabase: boolean,
  ) {}

  static async start(options: TestAppOptions = {}): Promise<TestApp> {
    const database = options.database ?? (await createTestDatabase());
    const { config, secrets } = loadConfig({
      ANIP_REGISTRY_ADDR: '127.0.0.1:0',
      ANIP_REGISTRY_DATABASE_URL: database.url,
      ANIP_REGISTRY_PUBLISH_TOKEN: PUBLISH_TOKEN,
      ANIP_REGISTRY_ADMIN_TOKEN: ADMIN_TOKEN,
      ANIP_REGISTRY_PUBLISHER_ID: 'local-registry',
      ANIP_REGISTRY_PUBLISHER_TYPE: 'local',
      // Tests publish more than any client does; abuse.e2e-spec.ts has the limits on.
      ANIP_REGISTRY_PUBLISH_RATE: 'off',
      ANIP_REGISTRY_AUTH_FAILURE_RATE: 'off',
      ...options.env,
    });
    // The registry of prom-client is one per process and refuses a name twice.
    register.clear();
    const app = await createApp({
      config,
      secrets,
      databaseUrl: options.databaseUrl ?? database.url,
      logger,
      ...(options.clock === undefined ? {} : { clock: options.clock }),
    });
    await app.listen(0, '127.0.0.1');
    return new TestApp(app, database, options.database === undefined);
  }

  get port(): number {
    return (this.app.getHttpServer().address() as AddressInfo).port;
  }

  get origin(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  anonymous(): ApiClient {
    return new ApiClient(this.origin);
  }

  publisher(token = PUBLISH_TOKEN): ApiClient {
    return new ApiClient(this.origin, token);
  }

  admin(token = ADMIN_TOKEN): ApiClient {
    return new ApiClient(this.origin, token);
  }

  /** Rows of a statement as the owner of the database. */
  async sql<Row extends object>(text: string, values: unknown[] = []): Promise<Row[]> {
    return withClient(this.database.url, async (client) => (await client.query<Row>(text, values)).rows);
  }

  /** How many rows each table holds: equal before and after means that a refusal left no trace. */
  async rowCounts(): Promise<Record<string, number>> {
    const tables = [
      'artifact_search',
      'artifacts',
      'blobs',
      'downloads_daily',
      'package_lifecycle',
      'package_lifecycle_history',
      'package_version_stats',
      'package_versions',
      'receipts',
      'template_version_stats',
      'template_versions',
    ];
    const [counts] = await this.sql<Record<string, string>>(
      `SELECT ${tables.map((table) => `(SELECT count(*) FROM registry.${table}) AS ${table}`).join(', ')}`,
    );
    return Object.fromEntries(Object.entries(counts ?? {}).map(([table, count]) => [table, Number(count)]));
  }

  /** Empties the store the only way there is: as a superuser with the triggers switched off. */
  async empty(): Promise<void> {
    await withClient(this.database.superuserUrl, async (client) => {
      await client.query(`SET session_replication_role = replica;
        DELETE FROM registry.artifact_search; DELETE FROM registry.downloads_daily;
        DELETE FROM registry.package_lifecycle_history; DELETE FROM registry.package_lifecycle;
        DELETE FROM registry.package_version_stats; DELETE FROM registry.receipts;
        DELETE FROM registry.package_versions; DELETE FROM registry.template_version_stats;
        DELETE FROM registry.template_versions; DELETE FROM registry.artifacts; DELETE FROM registry.blobs`);
    });
    // Nobody who changes rows past the application waits for this.
    await leasesHaveEnded();
  }

  async close(): Promise<void> {
    await this.app.close();
    if (this.ownsDatabase) await this.database.drop();
  }
}

/** Everything logged since the last call. */
export function takeLogs(): LogLine[] {
  return logLines.splice(0).map((line) => JSON.parse(line) as LogLine);
}

async function withClient<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
