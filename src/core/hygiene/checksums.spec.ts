import { base62Checksum, bech32Checksum, hasBase62Checksum, hasHexChecksum, isBech32 } from './checksums';

describe('checksums of tokens', () => {
  it('verifies the specimen of a GitHub token, which was never a valid one', () => {
    const body = ['zQWBuTSOoRi4A9', 'spHcVY5ncnsDkxkJ'].join('');
    expect(base62Checksum(body)).toBe('0mLq17');
    expect(hasBase62Checksum(`${body}0mLq17`)).toBe(true);
    expect(hasBase62Checksum(`${body}0mLq18`)).toBe(false);
    expect(hasBase62Checksum(`Z${body.slice(1)}0mLq17`)).toBe(false);
  });

  it('compares a CRC-32 in hex', () => {
    expect(hasHexChecksum('123456789', 'cbf43926')).toBe(true);
    expect(hasHexChecksum('123456789', 'CBF43926')).toBe(true);
    expect(hasHexChecksum('123456780', 'cbf43926')).toBe(false);
  });

  it.each(['A12UEL5L', 'a12uel5l', 'abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw'])('takes %s of BIP 173', (text) => {
    expect(isBech32(text)).toBe(true);
  });

  it.each(['A12UEL5M', 'abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxx', '1pzry9x0s0muk', 'x1b4n0q5v', 'li1dgmt3'])(
    'refuses %s',
    (text) => {
      expect(isBech32(text)).toBe(false);
    },
  );

  it('makes what it verifies', () => {
    expect(bech32Checksum('abcdef', 'qpzry9x8gf2tvdw0s3jn54khce6mua7l')).toBe('mqqqxw');
  });
});
