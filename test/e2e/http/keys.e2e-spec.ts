import { generateKeyPairSync } from 'node:crypto';
import { publishPackage } from '../../support/publish';
import { shapeFaults } from '../../support/schemas';
import { takeLogs, TestApp } from '../../support/test-app';
import { createTestDatabase, type TestDatabase } from '../../support/test-database';

interface Keys {
  readonly active_key_id: string;
  readonly items: readonly { readonly key_id: string; readonly public_key: string }[];
}

const DEV_KEY = {
  key_id: 'anip-registry-dev-ed25519-v1',
  algorithm: 'ed25519',
  public_key: 'NZ8bIweTW/SJ14NTpSOCV/ITzTL7TIJP/Sl0CPAQV14=',
};

/** A key pair that node:crypto made, in the forms of the environment. */
function keyPair(): { readonly seed: string; readonly publicKey: string } {
  const { d, x } = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
  const base64 = (text = ''): string => Buffer.from(text, 'base64url').toString('base64');
  return { seed: base64(d), publicKey: base64(x) };
}

const signingWith = (keyId: string, { seed }: { seed: string }): Record<string, string> => ({
  ANIP_REGISTRY_KEY_ID: keyId,
  ANIP_REGISTRY_ED25519_PRIVATE_KEY: seed,
});

describe('GET /keys', () => {
  let database: TestDatabase;

  beforeEach(async () => {
    database = await createTestDatabase();
  });
  afterEach(() => database.drop());

  async function keysOf(env: Record<string, string>): Promise<Keys> {
    const app = await TestApp.start({ database, env });
    const answer = await app.anonymous().get('/keys').expect(200);
    expect(shapeFaults('keys', answer.body)).toEqual([]);
    await app.close();
    return answer.body as Keys;
  }
  const ids = ({ items }: Keys): string[] => items.map(({ key_id }) => key_id);

  it('answers the development key in dev mode', async () => {
    expect(await keysOf({})).toEqual({ signing_mode: 'dev', active_key_id: DEV_KEY.key_id, items: [DEV_KEY] });
  });

  it('answers the configured key, then the extra ones in their order, none twice and no private half', async () => {
    const [active, second, third] = [keyPair(), keyPair(), keyPair()];
    const env = {
      ANIP_REGISTRY_MODE: 'production',
      ANIP_REGISTRY_DATABASE_URL: database.url,
      ...signingWith('active-1', active),
      ANIP_REGISTRY_EXTRA_PUBLIC_KEYS: `old-b=${second.publicKey}, old-a=${third.publicKey}`,
      ANIP_REGISTRY_PUBLISH_TOKEN: 'production-token-0001',
    };
    const keys = await keysOf(env);
    expect(keys).toMatchObject({ signing_mode: 'production', active_key_id: 'active-1' });
    expect(keys.items.map(({ key_id, public_key }) => [key_id, public_key])).toEqual([
      ['active-1', active.publicKey],
      ['old-b', second.publicKey],
      ['old-a', third.publicKey],
    ]);
    expect(JSON.stringify(keys)).not.toContain(active.seed);
  });

  it('keeps serving a key that receipts use, after a rotation that forgot to list it', async () => {
    const [first, second] = [keyPair(), keyPair()];
    const before = await TestApp.start({ database, env: signingWith('first', first) });
    await publishPackage(before, 'signed-by-first');
    const receipt = (await before.anonymous().get('/packages/signed-by-first/1.0.0/receipt')).text;
    await before.close();

    const after = await TestApp.start({ database, env: signingWith('second', second) });
    expect(ids((await after.anonymous().get('/keys')).body as Keys)).toEqual(['second', 'first']);
    expect((await after.anonymous().get('/packages/signed-by-first/1.0.0/receipt')).text).toBe(receipt);
    const lock = await after.anonymous().get('/packages/signed-by-first/1.0.0/lock');
    expect(lock.body).toMatchObject({ receipt_key_id: 'first', registry_active_key_id: 'second' });
    await publishPackage(after, 'signed-by-second');
    const newReceipt = await after.anonymous().get('/packages/signed-by-second/1.0.0/receipt');
    expect(newReceipt.body).toMatchObject({ key_id: 'second' });
    await after.close();

    // A key that nothing was signed with is not listed for having been configured once.
    expect(ids(await keysOf({}))).toEqual([DEV_KEY.key_id, 'first', 'second']);
    expect(ids(await keysOf({ ANIP_REGISTRY_REVOKED_KEY_IDS: 'first' }))).toEqual([DEV_KEY.key_id, 'second']);
  });

  it.each([
    ['the active key', (key: ReturnType<typeof keyPair>) => signingWith('bound', key)],
    [
      'an extra key',
      (key: ReturnType<typeof keyPair>) => ({ ANIP_REGISTRY_EXTRA_PUBLIC_KEYS: `bound=${key.publicKey}` }),
    ],
  ])('does not start with an id that was bound to another key: %s', async (_, env) => {
    await (await TestApp.start({ database, env: signingWith('bound', keyPair()) })).close();
    const start = TestApp.start({ database, env: env(keyPair()) });
    await expect(start).rejects.toMatchObject({
      code: 'SIGNING_KEY_REBOUND',
      message: expect.stringContaining('"bound"') as string,
    });
  });

  it('binds one key when two processes with different keys of one id start at once', async () => {
    const starts = await Promise.allSettled(
      [keyPair(), keyPair(), keyPair()].map((key) => TestApp.start({ database, env: signingWith('contested', key) })),
    );
    const started = starts.flatMap((start) => (start.status === 'fulfilled' ? [start.value] : []));
    expect(started).toHaveLength(1);
    for (const app of started) await app.close();
  });

  it('starts again with the same key under the same id', async () => {
    const key = keyPair();
    for (let times = 0; times < 2; times += 1) expect(ids(await keysOf(signingWith('same', key)))).toEqual(['same']);
    takeLogs();
  });
});
