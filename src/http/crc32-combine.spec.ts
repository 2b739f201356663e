import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { combineCrc32, crcShift } from './crc32-combine';

describe('combineCrc32', () => {
  it('is the CRC-32 of the two put together', () => {
    const bytes = fc.uint8Array({ maxLength: 5000 });
    fc.assert(
      fc.property(bytes, bytes, (first, second) => {
        const whole = crc32(Buffer.concat([first, second]));
        expect(combineCrc32(crc32(first), crc32(second), crcShift(second.length))).toBe(whole);
      }),
    );
  });

  it('counts every bit of a length', () => {
    for (const exponent of [0, 1, 7, 15, 16, 23]) {
      const zeros = Buffer.alloc(2 ** exponent);
      expect(combineCrc32(crc32('a'), crc32(zeros), crcShift(zeros.length))).toBe(crc32(zeros, crc32('a')));
    }
    // Beyond 32 bits a shift is still the product of the shifts of its parts.
    const [long, half] = [crcShift(2 ** 33), crcShift(2 ** 32)];
    expect(long).toBe(combineCrc32(half, 0, half));
  });
});
