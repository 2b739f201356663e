import { createHash, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { publicKeyForms } from './public-key-forms';

describe('publicKeyForms', () => {
  it('writes a key as other tools do', () => {
    const { publicKey } = generateKeyPairSync('ed25519');
    const der = publicKey.export({ type: 'spki', format: 'der' });
    const raw = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url');
    const forms = publicKeyForms(raw);
    expect(forms).toEqual({
      base64: raw.toString('base64'),
      rawFingerprint: createHash('sha256').update(raw).digest('hex'),
      spkiBase64: der.toString('base64'),
      spkiFingerprint: createHash('sha256').update(der).digest('hex'),
    });
    const key = createPublicKey({ key: Buffer.from(forms.spkiBase64, 'base64'), type: 'spki', format: 'der' });
    expect(key.asymmetricKeyType).toBe('ed25519');
  });
});
