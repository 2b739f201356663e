import nacl from 'tweetnacl';
import { faultsOf, load, PRODUCTION, SEED } from '../../test/support/config-environment';
import { devSigningSeed } from './dev-signer';

const PAIR = nacl.sign.keyPair.fromSeed(SEED);
const OTHER_KEY = Buffer.alloc(32, 9).toString('base64');

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
    expect(faultsOf({ ANIP_REGISTRY_REVOKED_KEY_IDS: 'a b' })).toEqual([expect.stringContaining('has "a b"; allowed')]);
  });
});
