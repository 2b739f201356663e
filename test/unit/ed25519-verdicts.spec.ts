import { createHash } from 'node:crypto';
import fc from 'fast-check';
import nacl from 'tweetnacl';
import { isValidSignature, proveSigningKey, signEd25519, signingKeyFromSeed } from '../../src/core/ed25519';
import {
  add,
  BASE,
  encode,
  encodings,
  fromLittleEndian,
  GROUP_ORDER,
  IDENTITY,
  littleEndian,
  multiply,
  smallOrderPoints,
  type Point,
} from '../support/edwards-points';

/**
 * What signs and verifies is OpenSSL, what derives keys is tweetnacl, and what the reference uses is Go's package. Outside of our own
 * rules they must agree on every input, or a receipt would be valid for one party alone. Tried where implementations
 * of Ed25519 are known to differ: points of small order, y at or above p, a sign without an x, S at or above the order.
 */
const KEY = nacl.sign.keyPair.fromSeed(Buffer.alloc(32, 3));
const MESSAGE = Buffer.from('a message', 'utf8');
const SIGNATURE = nacl.sign.detached(MESSAGE, KEY.secretKey);
const SMALL = smallOrderPoints();
const SMALL_ENCODINGS = SMALL.flatMap(encodings);
const RUNS = Number(process.env.ANIP_ED25519_RUNS ?? 40);

/** tweetnacl's verdict, and RFC 8032's bound of S, which tweetnacl leaves to its callers. */
function isValidByTweetnacl(message: Uint8Array, signature: Uint8Array, publicKey: Uint8Array): boolean {
  const isReduced = fromLittleEndian(signature.subarray(32)) < GROUP_ORDER;
  return isReduced && nacl.sign.detached.verify(message, signature, publicKey);
}

function isSmall(point: Uint8Array): boolean {
  return SMALL_ENCODINGS.some((encoding) => encoding.equals(point));
}

/** Ours; it must be tweetnacl's, but where the key or R is of small order: that is never valid. */
function commonVerdict(message: Uint8Array, signature: Uint8Array, publicKey: Uint8Array): boolean {
  const verdict = isValidSignature(message, signature, publicKey);
  const isOursAlone = isSmall(publicKey) || isSmall(signature.subarray(0, 32));
  expect(verdict).toBe(!isOursAlone && isValidByTweetnacl(message, signature, publicKey));
  return verdict;
}

/** The challenge of RFC 8032 section 5.1.7. */
function challenge(r: Uint8Array, publicKey: Uint8Array, message: Uint8Array): bigint {
  return fromLittleEndian(createHash('sha512').update(r).update(publicKey).update(message).digest()) % GROUP_ORDER;
}

/** A signature whose key and R carry a part of small order: it satisfies the equation times eight, and at times as it is. */
function forged(parts: { key: Point; r: Point; keyScalar: bigint; rScalar: bigint }) {
  const publicKey = encode(add(multiply(BASE, parts.keyScalar), parts.key));
  const r = encode(add(multiply(BASE, parts.rScalar), parts.r));
  const s = (parts.rScalar + challenge(r, publicKey, MESSAGE) * parts.keyScalar) % GROUP_ORDER;
  return { publicKey, signature: Buffer.concat([r, littleEndian(s)]) };
}

describe('the verdicts of OpenSSL and tweetnacl over Ed25519 signatures', () => {
  it('are those of the curve: eight points of small order, fourteen ways to write them', () => {
    for (const point of SMALL) expect(multiply(point, 8n)).toEqual(IDENTITY);
    expect(new Set(SMALL_ENCODINGS.map((bytes) => bytes.toString('hex'))).size).toBe(14);
    expect(encode(multiply(BASE, secretScalarOf(3)))).toEqual(Buffer.from(KEY.publicKey));
  });

  it('refuse no signature by such a key or R, and we refuse every one, however these are written', () => {
    const signatures = SMALL_ENCODINGS.flatMap((publicKey) =>
      SMALL_ENCODINGS.map((r) => ({ publicKey, signature: Buffer.concat([r, littleEndian(0n)]) })),
    );
    expect(signatures.some((sent) => isValidByTweetnacl(MESSAGE, sent.signature, sent.publicKey))).toBe(true);
    for (const { signature, publicKey } of signatures) {
      expect(isValidSignature(MESSAGE, signature, publicKey)).toBe(false);
    }
    const byKey = SMALL_ENCODINGS.map((r) => {
      const s = (challenge(r, KEY.publicKey, MESSAGE) * secretScalarOf(3)) % GROUP_ORDER;
      return Buffer.concat([r, littleEndian(s)]);
    });
    expect(byKey.some((signature) => isValidByTweetnacl(MESSAGE, signature, KEY.publicKey))).toBe(true);
    for (const signature of byKey) expect(isValidSignature(MESSAGE, signature, KEY.publicKey)).toBe(false);
  });

  it('agree on keys and R that carry a part of small order', () => {
    const verdicts = SMALL.flatMap((key) =>
      SMALL.map((r) => {
        const { publicKey, signature } = forged({ key, r, keyScalar: 7n, rScalar: 11n });
        return commonVerdict(MESSAGE, signature, publicKey);
      }),
    );
    expect(new Set(verdicts)).toEqual(new Set([true, false]));
  });

  it.each([
    ['S plus the group order', (s: bigint) => s + GROUP_ORDER],
    ['S plus eight times the group order', (s: bigint) => s + 8n * GROUP_ORDER],
    ['the negative of S', (s: bigint) => GROUP_ORDER - s],
    ['S with the highest bit', (s: bigint) => s | (1n << 255n)],
    ['S of zero', () => 0n],
    ['S of the group order less one', () => GROUP_ORDER - 1n],
    ['the group order', () => GROUP_ORDER],
    ['the highest S', () => 2n ** 256n - 1n],
  ])('agree on %s', (_, change) => {
    const s = change(fromLittleEndian(SIGNATURE.subarray(32)));
    const signature = Buffer.concat([SIGNATURE.subarray(0, 32), littleEndian(s)]);
    expect(commonVerdict(MESSAGE, signature, KEY.publicKey)).toBe(false);
  });

  it('agree on messages of any length, and on any flipped bits of message, signature and key', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 300 }),
        fc.uint8Array({ minLength: 32, maxLength: 32 }),
        fc.array(fc.nat(96 * 8 - 1), { maxLength: 2 }),
        (message, seed, bits) => {
          const pair = nacl.sign.keyPair.fromSeed(seed);
          const sent = Buffer.concat([nacl.sign.detached(message, pair.secretKey), pair.publicKey]);
          for (const bit of bits) sent.writeUInt8(sent.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
          const isIntact = bits.length === 0 || (bits.length === 2 && bits[0] === bits[1]);
          expect(commonVerdict(message, sent.subarray(0, 64), sent.subarray(64))).toBe(isIntact);
        },
      ),
      { numRuns: RUNS },
    );
  });

  it('agree on any bytes', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 64, maxLength: 64 }),
        fc.oneof(fc.uint8Array({ minLength: 32, maxLength: 32 }), fc.constantFrom(...SMALL_ENCODINGS)),
        (signature, publicKey) => {
          commonVerdict(MESSAGE, signature, publicKey);
        },
      ),
      { numRuns: RUNS },
    );
  });
});

describe('the signatures of OpenSSL and tweetnacl', () => {
  const seed = fc.uint8Array({ minLength: 32, maxLength: 32 });

  it('are the same bytes for any seed and message', () => {
    fc.assert(
      fc.property(seed, fc.uint8Array({ maxLength: 5000 }), (seedBytes, message) => {
        const pair = nacl.sign.keyPair.fromSeed(seedBytes);
        const signature = signEd25519(message, signingKeyFromSeed('k', seedBytes));
        expect(Buffer.from(signature).equals(nacl.sign.detached(message, pair.secretKey))).toBe(true);
      }),
      { numRuns: RUNS },
    );
  });

  it('must be the same before a key signs anything', () => {
    const key = signingKeyFromSeed('k1', Buffer.alloc(32, 3));
    const other = signingKeyFromSeed('k2', Buffer.alloc(32, 4));
    // tweetnacl signs with the public half that it is given, OpenSSL with that of the seed.
    const mixed = { ...key, secretKey: Buffer.concat([key.secretKey.subarray(0, 32), other.publicKey]) };
    const misnamed = { ...key, publicKey: other.publicKey };
    for (const [wrong, reason] of [
      [mixed, 'tweetnacl and OpenSSL sign differently with it'],
      [misnamed, 'its public half does not verify what it signs'],
    ] as const) {
      const message = `nothing is signed with the key k1: ${reason}`;
      expect(() => proveSigningKey(wrong)).toThrow(message);
      expect(() => signEd25519(MESSAGE, wrong)).toThrow(message);
    }
    expect(() => proveSigningKey(key)).not.toThrow();
  });
});

/** RFC 8032 section 5.1.5. */
function secretScalarOf(seedByte: number): bigint {
  const hash = createHash('sha512').update(Buffer.alloc(32, seedByte)).digest().subarray(0, 32);
  return (fromLittleEndian(hash) & (2n ** 254n - 8n)) | (1n << 254n);
}
