import { defaultKeyId, generatedKeyJson, generatedKeyText } from './generated-key';

/** RFC 8032 section 7.1, test 1. */
const seed = Buffer.from('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60', 'hex');
const PUBLIC_KEY = '11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=';
const SEED = 'nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A=';

describe('a generated key', () => {
  it('is printed as four lines', () => {
    const [keyId, privateKey, comment, extraKeys, ...rest] = generatedKeyText({ keyId: 'k', seed }).split('\n');
    expect(keyId).toBe('ANIP_REGISTRY_KEY_ID=k');
    expect(privateKey).toBe(`ANIP_REGISTRY_ED25519_PRIVATE_KEY=${SEED}`);
    expect(comment).toMatch(/^#/);
    expect(extraKeys).toBe(`ANIP_REGISTRY_EXTRA_PUBLIC_KEYS=k=${PUBLIC_KEY}`);
    expect(rest).toEqual(['']);
  });

  it('is printed as an object with sorted members', () => {
    const json = generatedKeyJson({ keyId: 'k', seed });
    expect(json).toEqual({
      algorithm: 'ed25519',
      extra_public_entry: `k=${PUBLIC_KEY}`,
      key_id: 'k',
      private_key: Buffer.concat([seed, Buffer.from(PUBLIC_KEY, 'base64')]).toString('base64'),
      private_key_seed: SEED,
      public_key: PUBLIC_KEY,
    });
    expect(Object.keys(json)).toEqual(Object.keys(json).sort());
  });

  it('is named by the time in UTC', () => {
    expect(defaultKeyId(new Date('2026-02-03T04:05:06.789Z'))).toBe('registry-20260203-040506');
  });
});
