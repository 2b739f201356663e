import { loadConfig, type RegistryConfig } from './config';
import { ConfigError } from './config-report';

function load(env: Readonly<Record<string, string>>): RegistryConfig {
  return loadConfig(env).config;
}

function faultsOf(env: Readonly<Record<string, string>>): readonly string[] {
  try {
    load(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.faults.map(({ message }) => message);
    throw error;
  }
  return [];
}

const PRODUCTION = {
  ANIP_REGISTRY_MODE: 'production',
  ANIP_REGISTRY_DATABASE_URL: 'postgres://registry@db.internal/registry',
  ANIP_REGISTRY_ED25519_PRIVATE_KEY: Buffer.alloc(32, 7).toString('base64'),
  ANIP_REGISTRY_KEY_ID: 'registry-2026',
};

describe('the settings of a process', () => {
  it('are taken as they are given', () => {
    const config = load({
      ANIP_REGISTRY_WORKERS: '4',
      ANIP_REGISTRY_SHUTDOWN_GRACE: '2m',
      ANIP_REGISTRY_SHUTDOWN_DRAIN: '1500ms',
      ANIP_REGISTRY_HEADERS_TIMEOUT: '10',
      ANIP_REGISTRY_REQUEST_TIMEOUT: '30s',
      ANIP_REGISTRY_KEEP_ALIVE_TIMEOUT: '5s',
      ANIP_REGISTRY_SOCKET_TIMEOUT: '90s',
      ANIP_REGISTRY_MAX_CONNECTIONS: '200',
      ANIP_REGISTRY_DATABASE_POOL_SIZE: '25',
      ANIP_REGISTRY_DATABASE_CONNECT_TIMEOUT: '2s',
      ANIP_REGISTRY_DATABASE_STATEMENT_TIMEOUT: '60s',
      ANIP_REGISTRY_DATABASE_LOCK_TIMEOUT: '1s',
    });
    expect(config).toMatchObject({
      workers: 4,
      shutdown: { graceMs: 120_000, drainMs: 1_500 },
      http: {
        headersTimeoutMs: 10_000,
        requestTimeoutMs: 30_000,
        keepAliveTimeoutMs: 5_000,
        socketTimeoutMs: 90_000,
        maxConnections: 200,
      },
      database: { poolSize: 25, connectTimeoutMs: 2_000, statementTimeoutMs: 60_000, lockTimeoutMs: 1_000 },
    });
  });

  it('drain for a fifth of the grace in production, and not at all in dev mode', () => {
    expect(load(PRODUCTION).shutdown).toEqual({ graceMs: 25_000, drainMs: 5_000 });
    expect(load({ ...PRODUCTION, ANIP_REGISTRY_SHUTDOWN_GRACE: '10s' }).shutdown.drainMs).toBe(2_000);
    expect(load({ ...PRODUCTION, ANIP_REGISTRY_SHUTDOWN_DRAIN: '0' }).shutdown.drainMs).toBe(0);
    expect(load({ ANIP_REGISTRY_SHUTDOWN_GRACE: '10s' }).shutdown.drainMs).toBe(0);
  });

  it.each([
    ['SHUTDOWN_DRAIN', { SHUTDOWN_GRACE: '10s', SHUTDOWN_DRAIN: '6s' }, 'is 6000 ms, which leaves less than half of'],
    ['HEADERS_TIMEOUT', { HEADERS_TIMEOUT: '31s', REQUEST_TIMEOUT: '30s' }, 'is 31000 ms, longer than the 30000 ms'],
    ['SOCKET_TIMEOUT', { SOCKET_TIMEOUT: '20s' }, 'is 20000 ms, not longer than the 20000 ms'],
    ['WORKERS', { WORKERS: '0' }, 'is "0"'],
    ['WORKERS', { WORKERS: '65' }, 'is "65"'],
    ['DATABASE_POOL_SIZE', { DATABASE_POOL_SIZE: '501' }, 'is "501"'],
    ['SHUTDOWN_GRACE', { SHUTDOWN_GRACE: '500ms' }, 'is "500ms", which is too short'],
    ['DATABASE_LOCK_TIMEOUT', { DATABASE_LOCK_TIMEOUT: '0' }, 'is "0", which is too short'],
    ['KEEP_ALIVE_TIMEOUT', { KEEP_ALIVE_TIMEOUT: 'soon' }, 'is "soon"'],
  ])('name %s as a fault of %j', (name, given, problem) => {
    const env = Object.fromEntries(Object.entries(given).map(([key, value]) => [`ANIP_REGISTRY_${key}`, value]));
    expect(faultsOf(env)).toEqual([expect.stringContaining(`ANIP_REGISTRY_${name} ${problem}`)]);
    expect(faultsOf(env)[0]).toContain('; allowed: ');
  });
});
