import nacl from 'tweetnacl';
import { DATABASE_URL, faultsOf, load, PRODUCTION, SEED, TOKEN } from '../../test/support/config-environment';
import { DEV_KEY_ID } from './dev-signer';

const PAIR = nacl.sign.keyPair.fromSeed(SEED);

describe('loadConfig', () => {
  it('needs nothing in dev mode', () => {
    expect(load({}).config).toEqual({
      mode: 'dev',
      listen: { host: undefined, port: 8200 },
      hasDatabaseUrl: false,
      dataDir: '.anip-registry',
      runMigrations: true,
      migrateOnly: false,
      seedDemo: false,
      publishing: { publisherId: 'studio-local', publisherType: 'studio' },
      publicBaseUrl: undefined,
      trustProxy: ['loopback'],
      publishRate: { limit: 600, windowMs: 60_000 },
      authFailureRate: { limit: 30, windowMs: 60_000 },
      hygiene: 'enforce',
      listMax: 10_000,
      uiDir: undefined,
      replicaMaxLagMs: 5_000,
      workers: 1,
      contentCacheBytes: 64 * 1024 * 1024,
      shutdown: { graceMs: 25_000, drainMs: 0 },
      http: {
        headersTimeoutMs: 15_000,
        requestTimeoutMs: 120_000,
        keepAliveTimeoutMs: 65_000,
        socketTimeoutMs: 60_000,
        maxConnections: 5_000,
      },
      database: { poolSize: 10, connectTimeoutMs: 5_000, statementTimeoutMs: 15_000, lockTimeoutMs: 5_000 },
      activeKeyId: DEV_KEY_ID,
      signingKeySource: 'dev',
      extraPublicKeys: [],
      revokedKeyIds: [],
      logLevel: 'info',
    });
  });

  it('takes a complete production environment without a warning', () => {
    const { config, secrets, warnings } = load(
      {
        ...PRODUCTION,
        ANIP_REGISTRY_PUBLISH_TOKEN: ` ${TOKEN} , second-publish-token, `,
        ANIP_REGISTRY_ADMIN_TOKEN: 'an-admin-token-of-enough-length',
        ANIP_REGISTRY_ADDR: '127.0.0.1:0',
        ANIP_REGISTRY_PUBLIC_BASE_URL: 'HTTPS://Registry.Example.com/',
        ANIP_REGISTRY_TRUST_PROXY: '10.0.0.0/8, ::1, UniqueLocal',
        ANIP_REGISTRY_LIST_MAX: '500',
        ANIP_REGISTRY_UI_DIR: '/ui',
        ANIP_REGISTRY_SEED_DEMO: '1',
        ANIP_REGISTRY_RUN_MIGRATIONS: 'off',
        ANIP_REGISTRY_PUBLISHER_ID: ' acme ',
        ANIP_REGISTRY_PUBLISHER_TYPE: ' ',
        ANIP_REGISTRY_LOG_LEVEL: 'DEBUG',
      },
      { '/ui/index.html': '<!doctype html>' },
    );
    expect(warnings).toEqual([]);
    expect(config).toMatchObject({
      mode: 'production',
      listen: { host: '127.0.0.1', port: 0 },
      hasDatabaseUrl: true,
      publicBaseUrl: 'https://registry.example.com',
      trustProxy: ['10.0.0.0/8', '::1', 'uniquelocal'],
      listMax: 500,
      uiDir: '/ui',
      seedDemo: true,
      runMigrations: false,
      publishing: { publisherId: 'acme', publisherType: 'studio' },
      activeKeyId: 'registry-2026',
      signingKeySource: 'configured',
      logLevel: 'debug',
    });
    expect({ ...secrets }).toEqual({
      databaseUrl: DATABASE_URL,
      replicaUrls: [],
      publishTokens: [TOKEN, 'second-publish-token'],
      adminToken: 'an-admin-token-of-enough-length',
      signingKey: { keyId: 'registry-2026', ...PAIR },
    });
  });

  it('names every fault at once, in the order of the documentation', () => {
    const faults = faultsOf({
      ANIP_REGISTRY_LOG_LEVEL: 'loud',
      ANIP_REGISTRY_MODE: 'prod',
      ANIP_REGISTRY_ADDR: '8200',
      ANIP_REGISTRY_LIST_MAX: '0',
      ANIP_REGISTRY_TRUST_PROXY: 'everybody',
      ANIP_REGISTRY_PUBLISHER_ID: 'a\u0007b',
      ANIP_REGISTRY_UI_DIR: '/nowhere',
    });
    expect(faults).toEqual([
      'ANIP_REGISTRY_MODE is "prod"; allowed: dev or production',
      expect.stringMatching(/^ANIP_REGISTRY_ADDR is "8200" without the colon before the port; allowed: :port, /),
      expect.stringMatching(/^ANIP_REGISTRY_PUBLISHER_ID holds a control character; allowed: /),
      expect.stringMatching(/^ANIP_REGISTRY_TRUST_PROXY has "everybody"; allowed: .*loopback/),
      'ANIP_REGISTRY_LIST_MAX is "0"; allowed: whole number from 1 to 1000000',
      expect.stringMatching(
        /^ANIP_REGISTRY_UI_DIR is "\/nowhere", where no index.html can be read \(ENOENT\); allowed: /,
      ),
      'ANIP_REGISTRY_LOG_LEVEL is "loud"; allowed: trace, debug, info, warn, error, fatal, silent',
    ]);
  });

  it('refuses production without a database and without a signing key', () => {
    expect(faultsOf({ ANIP_REGISTRY_MODE: ' Production ' })).toEqual([
      expect.stringMatching(/^ANIP_REGISTRY_DATABASE_URL is not set, and production mode needs it; allowed: postgres/),
      expect.stringMatching(/^ANIP_REGISTRY_ED25519_PRIVATE_KEY is not set, and production mode needs it; allowed: /),
    ]);
  });

  it('refuses short tokens in production and takes them in dev mode', () => {
    const tokens = { ANIP_REGISTRY_PUBLISH_TOKEN: `${TOKEN},short-0123`, ANIP_REGISTRY_ADMIN_TOKEN: 'admin' };
    expect(faultsOf({ ...PRODUCTION, ...tokens })).toEqual([
      expect.stringMatching(/^ANIP_REGISTRY_PUBLISH_TOKEN holds a token of 10 characters; allowed: .*at least 16/),
      expect.stringMatching(/^ANIP_REGISTRY_ADMIN_TOKEN holds a token of 5 characters; allowed: .*at least 16/),
    ]);
    expect(load(tokens).secrets).toMatchObject({ publishTokens: [TOKEN, 'short-0123'], adminToken: 'admin' });
  });

  it('disables the publish tokens by a false value of the legacy switch, and by nothing else', () => {
    const name = 'ANIP_REGISTRY_LEGACY_GLOBAL_PUBLISH_TOKEN_ENABLED';
    const env = { ANIP_REGISTRY_PUBLISH_TOKEN: TOKEN };
    for (const value of ['0', ' FALSE ', 'no', 'Off']) {
      const { secrets, warnings } = load({ ...env, [name]: value });
      expect(secrets.publishTokens).toEqual([]);
      expect(warnings).toContainEqual(expect.stringContaining(`${name} disables it`));
    }
    for (const value of ['', '1', 'perhaps']) {
      expect(load({ ...env, [name]: value }).secrets.publishTokens).toEqual([TOKEN]);
    }
  });

  it('counts an unknown boolean as the default and says so', () => {
    const { config, warnings } = load({ ANIP_REGISTRY_RUN_MIGRATIONS: 'nope' });
    expect(config.runMigrations).toBe(true);
    expect(warnings).toContainEqual(
      'ANIP_REGISTRY_RUN_MIGRATIONS is "nope", which is no boolean, so the default true counts; allowed: 1, true, yes, on or 0, false, no, off',
    );
  });

  it('runs migrations when only migrations are asked for', () => {
    const env = { ANIP_REGISTRY_MIGRATE_ONLY: 'yes', ANIP_REGISTRY_RUN_MIGRATIONS: '0' };
    expect(load(env).config).toMatchObject({ migrateOnly: true, runMigrations: true });
  });

  it('seeds the demo only for exactly 1', () => {
    for (const value of ['true', ' 1', '01', 'yes']) {
      const { config, warnings } = load({ ANIP_REGISTRY_SEED_DEMO: value });
      expect(config.seedDemo).toBe(false);
      expect(warnings).toContainEqual(expect.stringMatching(/^ANIP_REGISTRY_SEED_DEMO is .*allowed: exactly 1$/));
    }
  });

  describe('read replicas', () => {
    const NAME = 'ANIP_REGISTRY_DATABASE_REPLICA_URLS';

    it('are a list, in which a comma may also be part of a URL', () => {
      const urls = ['postgres://u:a,b@one.internal/registry', 'postgresql://u@two.internal:6432/registry'];
      const { config, secrets } = load({
        ...PRODUCTION,
        [NAME]: urls.join(' , '),
        ANIP_REGISTRY_REPLICA_MAX_LAG: '2m',
      });
      expect(secrets.replicaUrls).toEqual(urls);
      expect(config.replicaMaxLagMs).toBe(120_000);
    });

    it.each([
      [DATABASE_URL, 'names the primary, as ANIP_REGISTRY_DATABASE_URL does'],
      ['postgres://a/db, postgres://a/db', 'has one URL twice'],
      ['postgres://a/db,postgres://b/db?sslmode=perhaps', 'has a URL (number 2) that has an unknown sslmode'],
      ['a,b', 'has a URL (number 1) that does not begin with postgres:// or postgresql://'],
      ['postgres://a,b/db', 'has a URL (number 1) that names several hosts, and the driver takes one'],
      ['postgres://u@a:1,b:2/db?target_session_attrs=any', 'has a URL (number 1) that names several hosts'],
    ])('are refused as %j', (urls, fault) => {
      const [only, ...others] = faultsOf({ ...PRODUCTION, [NAME]: urls });
      expect(others).toEqual([]);
      expect(only).toContain(`${NAME} ${fault}`);
      expect(only).not.toContain('pa55word');
    });

    it('need the URL of their primary', () => {
      expect(faultsOf({ [NAME]: 'postgres://a/db' })).toEqual([
        expect.stringContaining(`ANIP_REGISTRY_DATABASE_URL is not set, and ${NAME} needs it`),
      ]);
    });
  });
});
