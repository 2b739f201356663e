import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { loadConfig, type LoadedConfig } from '../../../src/config/config';
import { findPlaceholder } from '../../../src/config/placeholder';
import { FILE_SUFFIX, knownVariableNames, VARIABLES } from '../../../src/config/variables';
import { API_PREFIX } from '../../../src/http/request-target';
import { WorkDir } from '../../support/work-dir';

const ROOT = join(__dirname, '../../..');

interface Env {
  readonly key: string;
  readonly value?: string;
  readonly scope: string;
  readonly type?: string;
}
interface Component {
  readonly name: string;
  readonly kind?: string;
  readonly instance_count: number;
  readonly run_command: string;
  readonly http_port?: number;
  readonly health_check?: { readonly http_path: string };
  readonly liveness_health_check?: { readonly http_path: string };
  readonly termination?: { readonly grace_period_seconds: number };
  readonly envs: readonly Env[];
}
interface AppSpec {
  readonly databases: readonly { readonly name: string; readonly engine: string; readonly production: boolean }[];
  readonly jobs: readonly Component[];
  readonly services: readonly Component[];
}

/** What the platform binds, in the form that it has there; the password is of the characters that it makes them of. */
const BOUND: Readonly<Record<string, string>> = {
  'db.HOSTNAME': 'db-postgresql-fra1-1-do-user-1-0.example.com',
  'db.PORT': '25060',
  'db.USERNAME': 'doadmin',
  'db.PASSWORD': 'AVNS_a-B_c0123456789',
  'db.DATABASE': 'defaultdb',
  'db.CA_CERT': '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----',
  APP_URL: 'https://anip-registry-abcde.example.com',
};
const SECRETS: Readonly<Record<string, string>> = {
  ANIP_REGISTRY_ED25519_PRIVATE_KEY: Buffer.alloc(32, 7).toString('base64'),
  ANIP_REGISTRY_PUBLISH_TOKEN: 'a-publish-token-of-the-platform',
  ANIP_REGISTRY_ADMIN_TOKEN: 'an-admin-token-of-the-platform',
};

describe('deploy/app-platform/app.yaml', () => {
  const spec = parse(readFileSync(join(ROOT, 'deploy/app-platform/app.yaml'), 'utf8')) as AppSpec;
  const [job] = spec.jobs as [Component];
  const [service] = spec.services as [Component];

  function environmentOf({ envs }: Component): Record<string, string> {
    const bind = (value: string): string =>
      value.replaceAll(/\$\{([\w.]+)\}/g, (reference, name: string) => BOUND[name] ?? reference);
    return Object.fromEntries(envs.map(({ key, value }) => [key, value === undefined ? SECRETS[key]! : bind(value)]));
  }

  function configOf(component: Component): LoadedConfig {
    const isWritten = (path: unknown): string => {
      if (component.run_command.includes(`> ${String(path)} `)) return 'certificate';
      throw new Error(`nobody writes ${String(path)}`);
    };
    return loadConfig(environmentOf(component), isWritten);
  }

  it('migrates once before each deployment, then runs two instances that do not', () => {
    expect(job.kind).toBe('PRE_DEPLOY');
    expect(configOf(job).config).toMatchObject({ migrateOnly: true, hasDatabaseUrl: true });
    expect(service.instance_count).toBe(2);
    expect(configOf(service).config).toMatchObject({ mode: 'production', runMigrations: false, migrateOnly: false });
  });

  it('resolves to a configuration without faults and warnings', () => {
    const { config, secrets, warnings } = configOf(service);
    expect(warnings).toEqual([]);
    expect(config.publicBaseUrl).toBe(BOUND.APP_URL);
    expect(secrets.publishTokens).toHaveLength(1);
    const names = [job, service].flatMap(({ envs }) => envs.map(({ key }) => key));
    const ours = names.filter((name) => name.startsWith('ANIP_'));
    expect(knownVariableNames()).toEqual(expect.arrayContaining(ours));
  });

  it('reaches the database directly, with its certificate and its host name verified', () => {
    const urls = [job, service].map((component) => configOf(component).secrets.databaseUrl ?? '');
    expect(new Set(urls).size).toBe(1);
    const url = new URL(urls[0]!);
    expect([url.hostname, url.port, url.username, url.password]).toEqual([
      BOUND['db.HOSTNAME'],
      BOUND['db.PORT'],
      BOUND['db.USERNAME'],
      BOUND['db.PASSWORD'],
    ]);
    expect(url.searchParams.get('sslmode')).toBe('verify-full');
    expect(spec.databases).toEqual([expect.objectContaining({ name: 'db', engine: 'PG', production: true })]);
  });

  it('writes the authority of the database to the file that the URL names, before the Registry starts', () => {
    const workDir = new WorkDir();
    const file = workDir.file('ca.pem');
    const command = service.run_command
      .replaceAll('/tmp/database-ca.pem', file)
      .replace('exec tini -- node dist/src/main.js', 'echo started');
    const shell = spawnSync('sh', ['-c', command], { env: { DATABASE_CA_CERT: BOUND['db.CA_CERT'] } });
    expect(shell.stdout.toString()).toBe('started\n');
    expect(workDir.read('ca.pem')).toBe(`${BOUND['db.CA_CERT']}\n`);
    workDir.remove();
    expect(service.run_command).toContain('exec tini -- node dist/src/main.js');
    expect(job.run_command).toBe(service.run_command);
  });

  it('leaves no placeholder of its own, holds no secret, and binds only while running', () => {
    for (const component of [job, service]) {
      for (const value of Object.values(environmentOf(component))) expect(findPlaceholder(value)).toBeUndefined();
      for (const { scope } of component.envs) expect(scope).toBe('RUN_TIME');
    }
    const secret = VARIABLES.filter((variable) => 'secret' in variable).map(({ name }) => name as string);
    const typed = service.envs.filter(({ type }) => type === 'SECRET');
    expect(typed.map(({ key }) => key).sort()).toEqual(Object.keys(SECRETS).sort());
    expect(typed.filter(({ key, value }) => value !== undefined || !secret.includes(key))).toEqual([]);
    const inline = service.envs.filter(
      ({ key, type }) => type !== 'SECRET' && secret.includes(key.replace(FILE_SUFFIX, '')),
    );
    expect(inline.map(({ key }) => key)).toEqual(['ANIP_REGISTRY_DATABASE_URL']);
  });

  it('asks readyz before it sends requests, healthz before it starts anew, and leaves time to stop', () => {
    expect(service.health_check?.http_path).toBe(`${API_PREFIX}/readyz`);
    expect(service.liveness_health_check?.http_path).toBe(`${API_PREFIX}/healthz`);
    const { config } = configOf(service);
    expect(service.http_port).toBe(config.listen.port);
    expect(service.termination!.grace_period_seconds * 1000).toBeGreaterThan(config.shutdown.graceMs);
  });
});
