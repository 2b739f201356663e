import { inspect } from 'node:util';
import nacl from 'tweetnacl';
import { DATABASE_URL, faultsOf, load, PRODUCTION, SEED, TOKEN } from '../../test/support/config-environment';

const PAIR = nacl.sign.keyPair.fromSeed(SEED);

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
