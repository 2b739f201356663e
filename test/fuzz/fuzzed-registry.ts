import { Client } from 'pg';
import { databaseFingerprint, runAudit } from '../../src/audit/audit';
import { loadConfig } from '../../src/config/config';
import { API_PREFIX } from '../../src/http/request-target';
import { ChildRegistry } from '../support/child-registry';
import { createTestDatabase } from '../support/test-database';
import { startTestServer } from '../support/test-server';
import type { MemoryUse } from './target';
import { HttpCaller } from './http-caller';

export const PUBLISH_TOKEN = 'fuzz-publish-token-1';
export const ADMIN_TOKEN = 'fuzz-admin-token-1';

/** Short lists, so that a store of thousands is not sent with every list; and a heap that a leak would soon fill. */
const ENV = {
  NODE_OPTIONS: '--max-old-space-size=768',
  ANIP_REGISTRY_LIST_MAX: '100',
  ANIP_REGISTRY_PUBLISH_RATE: 'off',
  ANIP_REGISTRY_AUTH_FAILURE_RATE: 'off',
  ANIP_REGISTRY_ADDR: '127.0.0.1:0',
  ANIP_REGISTRY_PUBLISH_TOKEN: PUBLISH_TOKEN,
  ANIP_REGISTRY_ADMIN_TOKEN: ADMIN_TOKEN,
  ANIP_REGISTRY_PUBLISHER_ID: 'local-registry',
  ANIP_REGISTRY_PUBLISHER_TYPE: 'local',
};

/** How many rows there must be: one version for each 201, with everything that belongs to it. */
export interface Published {
  packages: number;
  templates: number;
}

/** A Registry as a process of its own on a database of its own, and the look behind it. */
export class FuzzedRegistry {
  readonly caller: HttpCaller;
  readonly published: Published = { packages: 0, templates: 0 };

  private constructor(
    private readonly child: ChildRegistry,
    private readonly client: Client,
    private readonly databaseUrl: string,
    origin: string,
    private readonly cleanUp: () => Promise<void>,
  ) {
    this.caller = new HttpCaller(origin);
  }

  /** Starts a PostgreSQL of its own unless the tests have started one. */
  static async start(): Promise<FuzzedRegistry> {
    const server = process.env.ANIP_TEST_SERVER === undefined ? await startTestServer() : undefined;
    const database = await createTestDatabase();
    const child = ChildRegistry.start('src/main.ts', { ...ENV, ANIP_REGISTRY_DATABASE_URL: database.url });
    const client = new Client({ connectionString: database.url });
    const cleanUp = async (): Promise<void> => {
      await child.stop();
      await client.end();
      await database.drop();
      await server?.stop();
    };
    try {
      await client.connect();
      return new FuzzedRegistry(child, client, database.url, await child.address(), cleanUp);
    } catch (error) {
      await cleanUp();
      throw error;
    }
  }

  /** Tables with more or fewer rows than the accepted publishes explain, and faults that the Registry logged of itself. */
  async faults(): Promise<readonly string[]> {
    const { packages, templates } = this.published;
    const expected: Readonly<Record<string, number>> = {
      package_versions: packages,
      receipts: packages,
      package_lifecycle: packages,
      package_version_stats: packages,
      template_versions: templates,
      template_version_stats: templates,
      artifact_search: packages + templates,
    };
    const counts = await this.rowCounts(Object.keys(expected));
    return [
      ...Object.entries(expected)
        .filter(([table, count]) => counts[table] !== count)
        .map(([table, count]) => `${table} has ${counts[table]} rows, and ${count} were answered with 201`),
      ...this.loggedFaults(),
    ];
  }

  /** What an audit of the whole store finds; it takes longer with every version. */
  async damage(): Promise<readonly string[]> {
    const { secrets } = loadConfig({ ...ENV, ANIP_REGISTRY_DATABASE_URL: this.databaseUrl });
    const report = await runAudit({
      client: this.client,
      database: await databaseFingerprint(this.client),
      statedKeys: { keys: [secrets.signingKey], revokedKeyIds: [] },
      failFast: false,
      state: undefined,
      onBatch: () => undefined,
    });
    return [
      ...[...report.damage, ...report.notes].map((finding) => JSON.stringify(finding)),
      ...report.skipped.map((step) => `the audit skipped ${step}`),
    ];
  }

  /** As its own metrics say. */
  async memory(): Promise<MemoryUse> {
    const { text } = await this.caller.send({ method: 'GET', target: `${API_PREFIX}/metrics` });
    return { rssBytes: Number(/^process_resident_memory_bytes (\S+)$/m.exec(text)?.[1]) };
  }

  async stop(): Promise<void> {
    await this.cleanUp();
  }

  /** What the Registry itself thinks an operator must act on. */
  private loggedFaults(): readonly string[] {
    const faults = this.child.lines
      .filter(({ level }) => level === 'error' || level === 'fatal')
      .map((line) => JSON.stringify(line));
    // A long run logs hundreds of megabytes; what was looked at is not needed again.
    this.child.stdout = '';
    return faults;
  }

  private async rowCounts(tables: readonly string[]): Promise<Readonly<Record<string, number>>> {
    const counts = tables.map((table) => `(SELECT count(*)::int FROM registry.${table}) AS ${table}`);
    const { rows } = await this.client.query<Record<string, number>>(`SELECT ${counts.join(', ')}`);
    return rows[0] ?? {};
  }
}
