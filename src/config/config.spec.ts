import { inspect } from 'node:util';
import nacl from 'tweetnacl';
import { loadConfig, type LoadedConfig } from './config';
import { ConfigError } from './config-report';
import { DEV_KEY_ID, devSigningSeed } from './dev-signer';

const SEED = Buffer.alloc(32, 7);
const PAIR = nacl.sign.keyPair.fromSeed(SEED);
const OTHER_KEY = Buffer.alloc(32, 9).toString('base64');
const TOKEN = 'a-publish-token-of-enough-length';
const DATABASE_URL = 'postgres://registry:pa55word@db.internal:5432/registry';

const PRODUCTION = {
  ANIP_REGISTRY_MODE: 'production',
  ANIP_REGISTRY_DATABASE_URL: DATABASE_URL,
  ANIP_REGISTRY_ED25519_PRIVATE_KEY: SEED.toString('base64'),
  ANIP_REGISTRY_KEY_ID: 'registry-2026',
};

/** Files by path; anything else is ENOENT, as from the file system. */
function load(env: NodeJS.ProcessEnv, files: Record<string, string> = {}): LoadedConfig {
  return loadConfig(env, (path) => {
    const content = files[path];
    if (content === undefined) throw Object.assign(new Error(`no such file: ${path}`), { code: 'ENOENT' });
    return content;
  });
}

function faultsOf(env: NodeJS.ProcessEnv, files?: Record<string, string>): string[] {
  try {
    load(env, files);
  } catch (error) {
    if (error instanceof ConfigError) return error.faults.map((fault) => fault.message);
    throw error;
  }
  return [];
}

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

  describe('the signing key', () => {
    it('is the dev signer of the contract when none is configured', () => {
      const { config, secrets } = load({ ANIP_REGISTRY_KEY_ID: 'not: a key id' });
      const key = secrets.signingKey;
      expect(config.activeKeyId).toBe(key.keyId);
      expect(key.keyId).toBe('anip-registry-dev-ed25519-v1');
      expect(Buffer.from(key.publicKey).toString('base64')).toBe('NZ8bIweTW/SJ14NTpSOCV/ITzTL7TIJP/Sl0CPAQV14=');
    });

    it('warns about the dev signer, and louder beyond loopback', () => {
      const quiet = load({ ANIP_REGISTRY_ADDR: '127.0.0.1:8200' }).warnings;
      expect(quiet).toEqual([expect.stringContaining('whose private half is public knowledge')]);
      for (const addr of [':8200', '0.0.0.0:8200', '[::]:8200', 'registry.internal:8200', '192.0.2.1:80']) {
        const [first, second] = load({ ANIP_REGISTRY_ADDR: addr }).warnings;
        expect(first).toMatch(/^DANGER: .*beyond loopback/);
        expect(second).toBe(quiet[0]);
      }
    });

    it('warns nobody when a run only migrates, which signs nothing', () => {
      expect(load({ ANIP_REGISTRY_MIGRATE_ONLY: '1' }).warnings).toEqual([]);
    });

    it('is taken from a seed and from a whole private key, also in dev mode', () => {
      for (const bytes of [SEED, PAIR.secretKey]) {
        const { config, secrets } = load({
          ANIP_REGISTRY_ED25519_PRIVATE_KEY: Buffer.from(bytes).toString('base64'),
          ANIP_REGISTRY_KEY_ID: ' k1 ',
        });
        expect(Buffer.from(secrets.signingKey.secretKey)).toEqual(Buffer.from(PAIR.secretKey));
        expect(config).toMatchObject({ mode: 'dev', signingKeySource: 'configured', activeKeyId: 'k1' });
      }
    });

    it('is refused when it is malformed, and never shown', () => {
      const mismatched = Buffer.concat([SEED, Buffer.alloc(32, 1)]).toString('base64');
      for (const [value, problem] of [
        [SEED.toString('base64').replace('=', ''), 'is not standard padded base64'],
        [Buffer.alloc(32, 255).toString('base64url') + '=', 'is not standard padded base64'],
        [Buffer.alloc(31, 7).toString('base64'), 'has 31 bytes'],
        [mismatched, 'has a public half that does not belong to its seed'],
      ] as const) {
        const faults = faultsOf({ ANIP_REGISTRY_ED25519_PRIVATE_KEY: value, ANIP_REGISTRY_KEY_ID: 'k1' });
        expect(faults).toEqual([expect.stringContaining(`ANIP_REGISTRY_ED25519_PRIVATE_KEY ${problem}; allowed: `)]);
        expect(faults.join()).not.toContain(value);
      }
    });

    it('needs a key id of the grammar', () => {
      const env = { ANIP_REGISTRY_ED25519_PRIVATE_KEY: SEED.toString('base64') };
      expect(faultsOf(env)).toEqual([
        expect.stringMatching(/^ANIP_REGISTRY_KEY_ID is not set, and .* needs it; allowed/),
      ]);
      expect(faultsOf({ ...env, ANIP_REGISTRY_KEY_ID: 'a:b' })).toEqual([
        expect.stringMatching(/^ANIP_REGISTRY_KEY_ID is "a:b"; allowed: 1 to 128 characters/),
      ]);
    });

    it('cannot be the development key in production', () => {
      const env = {
        ...PRODUCTION,
        ANIP_REGISTRY_ED25519_PRIVATE_KEY: Buffer.from(devSigningSeed()).toString('base64'),
      };
      expect(faultsOf(env)).toEqual([expect.stringContaining('is the development key')]);
    });
  });

  describe('the keys of earlier days', () => {
    it('are cut at the first = and keep their order', () => {
      const { config } = load({ ANIP_REGISTRY_EXTRA_PUBLIC_KEYS: ` b=${OTHER_KEY} , a=${SEED.toString('base64')}` });
      expect(config.extraPublicKeys.map(({ keyId }) => keyId)).toEqual(['b', 'a']);
      expect(Buffer.from(config.extraPublicKeys[0]!.publicKey).toString('base64')).toBe(OTHER_KEY);
    });

    it('are refused part by part', () => {
      const [fault] = faultsOf({ ANIP_REGISTRY_EXTRA_PUBLIC_KEYS: `a=${OTHER_KEY},${OTHER_KEY},b,=x,c=AAAA,d=!,` });
      expect(fault).toContain(
        'part 2 of 7 has a key of 0 bytes, part 3 of 7 does not begin with a key id and =, ' +
          'part 4 of 7 does not begin with a key id and =, part 5 of 7 has a key of 3 bytes, ' +
          'part 6 of 7 has a key that is not standard padded base64, part 7 of 7 is empty; allowed: ',
      );
      expect(fault).not.toContain(OTHER_KEY.slice(0, 10));
    });

    it('cannot override the active key or each other', () => {
      const { config, warnings } = load({
        ...PRODUCTION,
        ANIP_REGISTRY_EXTRA_PUBLIC_KEYS: `registry-2026=${OTHER_KEY},a=${OTHER_KEY},a=${OTHER_KEY}`,
      });
      expect(config.extraPublicKeys.map(({ keyId }) => keyId)).toEqual(['a']);
      expect(warnings).toEqual([
        expect.stringContaining('has another key for the key id "registry-2026", which is ignored'),
      ]);
    });

    it('are revoked by id, but never the active one', () => {
      expect(load({ ANIP_REGISTRY_REVOKED_KEY_IDS: 'old-1, old-2,old-1,' }).config.revokedKeyIds).toEqual([
        'old-1',
        'old-2',
      ]);
      expect(faultsOf({ ...PRODUCTION, ANIP_REGISTRY_REVOKED_KEY_IDS: 'old-1,registry-2026' })).toEqual([
        expect.stringMatching(/^ANIP_REGISTRY_REVOKED_KEY_IDS has the active key id "registry-2026"; allowed: /),
      ]);
      expect(faultsOf({ ANIP_REGISTRY_REVOKED_KEY_IDS: 'a b' })).toEqual([
        expect.stringContaining('has "a b"; allowed'),
      ]);
    });
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

  describe('secrets', () => {
    it('are read from files, without the trailing newline', () => {
      const { config, secrets } = load(
        {
          ANIP_REGISTRY_MODE: 'production',
          ANIP_REGISTRY_DATABASE_URL_FILE: '/run/secrets/url',
          ANIP_REGISTRY_PUBLISH_TOKEN_FILE: '/run/secrets/publish',
          ANIP_REGISTRY_ADMIN_TOKEN_FILE: ' /run/secrets/admin ',
          ANIP_REGISTRY_ADMIN_TOKEN: '',
          ANIP_REGISTRY_ED25519_PRIVATE_KEY_FILE: '/run/secrets/key',
          ANIP_REGISTRY_KEY_ID: 'k1',
        },
        {
          '/run/secrets/url': `${DATABASE_URL}\n`,
          '/run/secrets/publish': `${TOKEN}\r\n`,
          '/run/secrets/admin': 'an-admin-token-of-enough-length\n',
          '/run/secrets/key': `${SEED.toString('base64')}\n`,
        },
      );
      expect(config).toMatchObject({ hasDatabaseUrl: true, signingKeySource: 'configured' });
      expect({ ...secrets }).toEqual({
        databaseUrl: DATABASE_URL,
        replicaUrls: [],
        publishTokens: [TOKEN],
        adminToken: 'an-admin-token-of-enough-length',
        signingKey: { keyId: 'k1', ...PAIR },
      });
    });

    it('are refused when the file is missing, empty, or given beside the value', () => {
      const faults = faultsOf(
        {
          ANIP_REGISTRY_MODE: 'production',
          ANIP_REGISTRY_DATABASE_URL_FILE: '/missing',
          ANIP_REGISTRY_ED25519_PRIVATE_KEY_FILE: '/empty',
          ANIP_REGISTRY_KEY_ID: 'k1',
          ANIP_REGISTRY_ADMIN_TOKEN: TOKEN,
          ANIP_REGISTRY_ADMIN_TOKEN_FILE: '/admin',
        },
        { '/empty': '\n', '/admin': TOKEN },
      );
      expect(faults).toEqual([
        expect.stringMatching(
          /^ANIP_REGISTRY_DATABASE_URL is given by ANIP_REGISTRY_DATABASE_URL_FILE, .*\(ENOENT\): "\/missing"; allowed/,
        ),
        expect.stringMatching(/^ANIP_REGISTRY_ADMIN_TOKEN and ANIP_REGISTRY_ADMIN_TOKEN_FILE are both set/),
        expect.stringMatching(
          /^ANIP_REGISTRY_ED25519_PRIVATE_KEY is given by .*_FILE, which names an empty file: "\/empty"; allowed/,
        ),
      ]);
      expect(faults.join()).not.toContain(TOKEN);
    });

    it('are not printed by JSON or by inspection', () => {
      const { secrets } = load({ ANIP_REGISTRY_PUBLISH_TOKEN: TOKEN });
      expect(JSON.stringify({ secrets })).toBe('{"secrets":"[secrets]"}');
      expect(inspect({ secrets })).toBe('{ secrets: [secrets] }');
    });

    it('never reach the configuration, a fault or a warning', () => {
      const env = {
        ...PRODUCTION,
        ANIP_REGISTRY_PUBLISH_TOKEN: `${TOKEN},another-token-of-ours`,
        ANIP_REGISTRY_ADMIN_TOKEN: TOKEN,
        ANIP_REGISTRY_LEGACY_GLOBAL_PUBLISH_TOKEN_ENABLED: '0',
      };
      const { config, warnings } = load(env);
      expect(warnings).toHaveLength(2);
      const told = JSON.stringify([config, warnings, faultsOf({ ...env, ANIP_REGISTRY_LIST_MAX: 'x' })]);
      for (const secret of [TOKEN, 'pa55word', SEED.toString('base64')]) expect(told).not.toContain(secret);
    });

    it.each(['local-dev-registry-token', 'local-dev-admin-token'])(
      'are never the documented %s in production',
      (token) => {
        const env = { ...PRODUCTION, ANIP_REGISTRY_PUBLISH_TOKEN: `${TOKEN},${token}` };
        expect(faultsOf(env)).toEqual([
          expect.stringMatching(/^ANIP_REGISTRY_PUBLISH_TOKEN holds a token that the documentation prints/),
        ]);
        expect(load({ ANIP_REGISTRY_PUBLISH_TOKEN: token }).secrets.publishTokens).toEqual([token]);
      },
    );

    it('arrive in a header as they are', () => {
      expect(faultsOf({ ANIP_REGISTRY_ADMIN_TOKEN: 'clé-secrète' })).toEqual([
        expect.stringMatching(/^ANIP_REGISTRY_ADMIN_TOKEN holds a character that is not printable ASCII; allowed: /),
      ]);
      expect(faultsOf({ ANIP_REGISTRY_PUBLISH_TOKEN: ' , ' })).toEqual([
        expect.stringMatching(/^ANIP_REGISTRY_PUBLISH_TOKEN holds no token; allowed: /),
      ]);
    });

    it('are one for the admin: a list would be a token that nobody means', () => {
      for (const env of [{}, PRODUCTION]) {
        expect(faultsOf({ ...env, ANIP_REGISTRY_ADMIN_TOKEN: `${TOKEN}-a,${TOKEN}-b` })).toEqual([
          expect.stringMatching(/^ANIP_REGISTRY_ADMIN_TOKEN holds a comma: it takes one token, not a list; allowed: /),
        ]);
      }
    });
  });
});
