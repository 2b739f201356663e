import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { loadConfig } from '../../../src/config/config';
import { VARIABLES } from '../../../src/config/variables';
import { WorkDir } from '../../support/work-dir';
import { describeWithTool, runTool } from '../../support/deploy/tools';

jest.setTimeout(60_000);

const ROOT = join(__dirname, '../../..');
const FILE = join(ROOT, 'docker-compose.yml');

interface Service {
  readonly image: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly stop_grace_period?: string;
}
interface Compose {
  readonly services: Readonly<Record<'registry' | 'postgres', Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
}

/** What the stack itself decides: the port inside, no embedded database, a command of its own, a mount that is not there. */
const NOT_PASSED_ON = [
  'ANIP_REGISTRY_ADDR',
  'ANIP_REGISTRY_DATA_DIR',
  'ANIP_REGISTRY_MIGRATE_ONLY',
  'ANIP_REGISTRY_UI_DIR',
];

describe('docker-compose.yml', () => {
  const { services, volumes } = parse(readFileSync(FILE, 'utf8')) as Compose;
  const { registry, postgres } = services;

  it('passes every variable on, and each can be set from outside', () => {
    const names = VARIABLES.map(({ name }) => name).filter((name) => !NOT_PASSED_ON.includes(name));
    expect(Object.keys(registry.environment).sort()).toEqual(names.sort());
    for (const [name, value] of Object.entries(registry.environment)) {
      expect(value).toMatch(new RegExp(`^\\$\\{${name}:-[^$]*\\}$`));
    }
  });

  it('gives the Registry a configuration that it takes as it is', () => {
    const env = Object.fromEntries(
      Object.entries(registry.environment).map(([name, value]) => [name, value.replace(/^\$\{\w+:-(.*)\}$/, '$1')]),
    );
    const { config, secrets } = loadConfig(env);
    const url = new URL(secrets.databaseUrl ?? '');
    const { POSTGRES_USER, POSTGRES_PASSWORD, POSTGRES_DB } = postgres.environment;
    expect([url.hostname, url.port, url.username, url.password, url.pathname]).toEqual([
      'postgres',
      '5432',
      POSTGRES_USER,
      POSTGRES_PASSWORD,
      `/${POSTGRES_DB}`,
    ]);
    expect(registry.ports).toEqual([expect.stringMatching(new RegExp(`:${config.listen.port}$`))]);
  });

  it('starts the Registry when PostgreSQL answers, keeps the data in a volume, and opens loopback only', () => {
    expect(registry.depends_on).toEqual({ postgres: { condition: 'service_healthy' } });
    expect(postgres.healthcheck?.test.join(' ')).toContain('pg_isready');
    expect(postgres.image).toMatch(/^postgres:18/);
    const [volume = '', path] = postgres.volumes?.[0]?.split(':') ?? [];
    // `down -v` removes named volumes, and only those.
    expect([Object.keys(volumes), path]).toEqual([[volume], '/var/lib/postgresql']);
    expect(postgres.ports).toBeUndefined();
    expect(registry.ports?.[0]).toMatch(/^\$\{REGISTRY_BIND:-127\.0\.0\.1\}:/);
  });

  it('leaves the Registry more time to stop than it takes', () => {
    const { config } = loadConfig({});
    expect(parseInt(registry.stop_grace_period ?? '', 10) * 1000).toBeGreaterThan(config.shutdown.graceMs);
  });

  it('gives the Registry nothing that it does not need', () => {
    expect(registry).toMatchObject({
      read_only: true,
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
    });
    expect(registry.volumes).toBeUndefined();
  });
});

describeWithTool('docker-compose', 'docker-compose config', () => {
  // Of the test's own: a developer's .env must not decide.
  const workDir = new WorkDir();
  afterAll(() => workDir.remove());

  const config = async (env: Readonly<Record<string, string>> = {}): Promise<Compose> => {
    const args = ['--file', FILE, '--env-file', workDir.write('empty.env', ''), 'config'];
    const { exitCode, output } = await runTool('docker-compose', args, { env: { PATH: process.env.PATH, ...env } });
    expect([exitCode, output]).toEqual([0, expect.stringContaining('services:')]);
    return parse(output) as Compose;
  };

  it('accepts the file, and fills in what is set', async () => {
    const { registry } = (await config()).services;
    expect(registry.environment).toMatchObject({ ANIP_REGISTRY_MODE: 'dev', ANIP_REGISTRY_KEY_ID: '' });
    const names = Object.keys(registry.environment);
    const set = Object.fromEntries(names.map((name) => [name, `set-${name}`]));
    const changed = (await config({ ...set, REGISTRY_BIND: '0.0.0.0', ANIP_REGISTRY_PORT: '9000' })).services.registry;
    expect(changed.environment).toEqual(set);
    expect(changed.ports).toEqual(['0.0.0.0:9000:8200/tcp']);
  });
});
