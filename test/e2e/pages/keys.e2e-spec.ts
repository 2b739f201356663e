import { execFile } from 'node:child_process';
import { createHash, generateKeyPairSync } from 'node:crypto';
import { promisify } from 'node:util';
import { publishPackage } from '../../support/publish';
import { runCli } from '../../support/run-cli';
import { takeLogs, TestApp } from '../../support/test-app';
import { createTestDatabase, type TestDatabase } from '../../support/test-database';
import { WorkDir } from '../../support/work-dir';

jest.setTimeout(60_000);

const DEV_KEY = 'NZ8bIweTW/SJ14NTpSOCV/ITzTL7TIJP/Sl0CPAQV14=';

function keyPair(): { readonly seed: string; readonly raw: Buffer; readonly spki: Buffer } {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const { d = '', x = '' } = privateKey.export({ format: 'jwk' });
  return {
    seed: Buffer.from(d, 'base64url').toString('base64'),
    raw: Buffer.from(x, 'base64url'),
    spki: publicKey.export({ type: 'spki', format: 'der' }),
  };
}

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** The commands of a page in their order, as a browser would copy them. */
function commands(html: string, name: string): string[] {
  return [...html.matchAll(new RegExp(`<pre data-command="${name}"><code>([^<]*)</code>`, 'g'))].map(([, text = '']) =>
    text
      .replaceAll('&#x27;', "'")
      .replaceAll('&#x3D;', '=')
      .replaceAll('&gt;', '>')
      .replaceAll('&quot;', '"')
      .replaceAll('&amp;', '&'),
  );
}

describe('/registry/keys', () => {
  let database: TestDatabase;

  beforeEach(async () => {
    database = await createTestDatabase();
  });
  afterEach(async () => {
    await database.drop();
    takeLogs();
  });

  async function pageOf(env: Record<string, string>): Promise<string> {
    const app = await TestApp.start({ database, env });
    const answer = await app.anonymous().getPage('/registry/keys').set('Accept', 'text/html').expect(200);
    await app.close();
    expect(answer.headers['content-security-policy']).toContain("default-src 'none'");
    expect(answer.headers['cache-control']).toBe('no-cache');
    return answer.text;
  }

  it('warns of the development key, and shows it all the same', async () => {
    const html = await pageOf({});
    expect(html).toContain('<title>Signing keys - ANIP Registry</title>');
    expect(html).toContain('signs with the development key');
    expect(html).toContain(DEV_KEY.replaceAll('=', '&#x3D;'));
    expect(html).toContain(sha256(Buffer.from(DEV_KEY, 'base64')));
    expect(html).toContain('There are none: every receipt was signed with the active key.');
    expect(html).toContain('No key of this Registry is revoked.');
  });

  it('shows active, rotated and revoked keys, and what each means', async () => {
    const [old, active, extra] = [keyPair(), keyPair(), keyPair()];
    const before = await TestApp.start({
      database,
      env: { ANIP_REGISTRY_KEY_ID: 'old', ANIP_REGISTRY_ED25519_PRIVATE_KEY: old.seed },
    });
    await publishPackage(before, 'signed-by-old');
    await before.close();
    const rotated = {
      ANIP_REGISTRY_KEY_ID: 'active',
      ANIP_REGISTRY_ED25519_PRIVATE_KEY: active.seed,
      ANIP_REGISTRY_EXTRA_PUBLIC_KEYS: `extra=${extra.raw.toString('base64')}`,
    };
    const html = await pageOf(rotated);
    expect([...html.matchAll(/<section id="key-([^"]+)"/g)].map(([, id]) => id)).toEqual(['active', 'extra', 'old']);
    for (const { raw, spki } of [old, active, extra]) {
      expect(html).toContain(sha256(raw));
      expect(html).toContain(sha256(spki));
    }
    expect(html).not.toContain('development key');
    expect(html).toContain('in development mode');

    const revoked = await pageOf({ ...rotated, ANIP_REGISTRY_REVOKED_KEY_IDS: 'old' });
    expect(revoked).not.toContain(sha256(old.raw));
    expect(revoked).toContain('<li><code>old</code></li>');
    expect(revoked).not.toContain('No key of this Registry is revoked.');
  });

  it('says nothing of development in production', async () => {
    const html = await pageOf({
      ANIP_REGISTRY_MODE: 'production',
      ANIP_REGISTRY_DATABASE_URL: database.url,
      ANIP_REGISTRY_KEY_ID: 'production-1',
      ANIP_REGISTRY_ED25519_PRIVATE_KEY: keyPair().seed,
      ANIP_REGISTRY_PUBLISH_TOKEN: 'production-token-0001',
    });
    expect(html).not.toContain('development');
  });

  it('gives commands that compute what it prints, and a pin that holds and that breaks', async () => {
    const key = keyPair();
    const env = { ANIP_REGISTRY_KEY_ID: 'pinned', ANIP_REGISTRY_ED25519_PRIVATE_KEY: key.seed };
    const app = await TestApp.start({ database, env });
    await publishPackage(app, 'pinned-package');
    const html = (await app.anonymous().getPage('/registry/keys').expect(200)).text;
    const dir = new WorkDir();
    const shell = async (command: string): Promise<string> =>
      (await promisify(execFile)('/bin/sh', ['-ec', command], { cwd: dir.path })).stdout;

    const [raw = '', pem = '', spki = ''] = ['raw', 'pem', 'spki'].map((name) => commands(html, name)[0]);
    expect(await shell(raw)).toContain(sha256(key.raw));
    await shell(pem);
    expect(await shell(spki)).toContain(sha256(key.spki));

    // The shell splits the printed command into words, as it would in front of a person.
    const [pin = ''] = commands(html, 'pin');
    const words = (await shell(`set -- ${pin}\nprintf '%s\\n' "$@"`)).trimEnd().split('\n');
    expect(words.shift()).toBe('anip');
    const arguments_ = words.map((word) => (word === 'ID@VERSION' ? 'pinned-package@1.0.0' : word));
    expect(arguments_).toContain(app.origin);
    expect(await runCli(arguments_)).toMatchObject({ exitCode: 0 });
    const other = keyPair().raw.toString('base64');
    const wrong = arguments_.map((word) => (word.startsWith('pinned=') ? `pinned=${other}` : word));
    expect(await runCli(wrong)).toMatchObject({ exitCode: 1 });
    dir.remove();
    await app.close();
  });
});
