import { createPrivateKey, sign } from 'node:crypto';
import { loadConfig } from '../../../src/config/config';
import { signatureText } from '../../../src/core/ed25519';
import { ed25519KeyFromRaw, isSigned } from '../../support/independent-verifier';
import { type CliRun, runCli } from '../../support/run-cli';

jest.setTimeout(30_000);

const MEMBERS = ['algorithm', 'extra_public_entry', 'key_id', 'private_key', 'private_key_seed', 'public_key'] as const;
type KeyJson = Readonly<Record<(typeof MEMBERS)[number], string>>;

describe('anip-registry-keygen', () => {
  function keygen(...flags: string[]): Promise<CliRun> {
    return runCli(flags, { entry: 'src/cli/keygen.ts' });
  }

  it('prints four lines that configure a Registry', async () => {
    const run = await keygen('--key-id', 'registry-2026-q3');
    expect(run).toMatchObject({ exitCode: 0, stderr: '' });
    expect(run.stdout).toMatch(
      /^ANIP_REGISTRY_KEY_ID=registry-2026-q3\nANIP_REGISTRY_ED25519_PRIVATE_KEY=[\w+/]{43}=\n#[^\n]*\nANIP_REGISTRY_EXTRA_PUBLIC_KEYS=registry-2026-q3=[\w+/]{43}=\n$/,
    );
    const env = Object.fromEntries(
      run.stdout
        .split('\n')
        .filter((line) => line.includes('=') && !line.startsWith('#'))
        .map(cut),
    );
    const { config, secrets } = loadConfig(env);
    expect(config.activeKeyId).toBe('registry-2026-q3');
    const seed = secrets.signingKey.secretKey.subarray(0, 32);
    expect(Buffer.from(seed).toString('base64')).toBe(env.ANIP_REGISTRY_ED25519_PRIVATE_KEY);
  });

  it('prints all forms of the key as sorted JSON, and they belong together', async () => {
    const run = await keygen('-key-id=k1', '-json');
    expect(run).toMatchObject({ exitCode: 0, stderr: '' });
    const key = JSON.parse(run.stdout) as KeyJson;
    expect(Object.keys(key)).toEqual(MEMBERS);
    expect(run.stdout).toBe(`${JSON.stringify(key, null, 2)}\n`);
    expect(key).toMatchObject({ algorithm: 'ed25519', key_id: 'k1', extra_public_entry: `k1=${key.public_key}` });
    const [privateKey, seed, publicKey] = [key.private_key, key.private_key_seed, key.public_key].map((text) =>
      Buffer.from(text, 'base64'),
    ) as [Buffer, Buffer, Buffer];
    expect(privateKey).toEqual(Buffer.concat([seed, publicKey]));

    const message = Buffer.from('signed by OpenSSL with the seed');
    const pkcs8 = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]);
    const signature = sign(null, message, createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' }));
    expect(isSigned(message, signatureText('k1', signature), new Map([['k1', ed25519KeyFromRaw(publicKey)]]))).toBe(
      true,
    );
  });

  it('names a key by the time, and never makes the same one twice', async () => {
    const runs = await Promise.all([keygen('--json'), keygen('--json')]);
    const [first, second] = runs.map(({ stdout }) => JSON.parse(stdout) as KeyJson) as [KeyJson, KeyJson];
    const [, year, month, day, hour, minute, second_] =
      /^registry-(\d{4})(\d\d)(\d\d)-(\d\d)(\d\d)(\d\d)$/.exec(first.key_id) ?? [];
    const time = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second_}Z`);
    expect(Math.abs(Date.now() - time)).toBeLessThan(60_000);
    expect(first.private_key_seed).not.toBe(second.private_key_seed);
  });

  it.each([['--key-id', 'a:b'], ['--key-id', ''], ['--key-id', 'a b'], ['--key-id'], ['--unknown'], ['stray']])(
    'takes %j %j for wrong usage',
    async (...flags) => {
      const run = await keygen(...flags);
      expect(run).toMatchObject({ exitCode: 2, stdout: '' });
      expect(run.stderr).toMatch(/^anip-registry-keygen: [^\n]*\n$/);
    },
  );

  it('explains itself', async () => {
    const run = await keygen('--help');
    expect(run).toMatchObject({ exitCode: 0, stderr: '' });
    expect(run.stdout).toMatch(/Usage: anip-registry-keygen[^]*Exit codes:[^]*Examples:/);
  });
});

function cut(line: string): [string, string] {
  const at = line.indexOf('=');
  return [line.slice(0, at), line.slice(at + 1)];
}
