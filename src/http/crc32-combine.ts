/** The generator of CRC-32 (RFC 1952 section 8), bits reversed: the highest bit is the constant term. */
const GENERATOR = 0xedb88320;
/** The polynomial 1. */
const ONE = 0x80000000;
/** x^8: one byte. */
const ONE_BYTE = 0x00800000;

/** The CRC-32 of two texts put together, of the CRC of each and the `crcShift` of the second one's length. */
export function combineCrc32(first: number, second: number, shift: number): number {
  return (multiply(first, shift) ^ second) >>> 0;
}

/** What `lengthBytes` further bytes do to a CRC-32: x^(8 · length) modulo the generator, by repeated squaring. */
export function crcShift(lengthBytes: number): number {
  let shift = ONE;
  let square = ONE_BYTE;
  for (let rest = lengthBytes; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) shift = multiply(shift, square);
    square = multiply(square, square);
  }
  return shift;
}

/** The product of two polynomials over GF(2), modulo the generator: 32 steps, whatever the length of the texts. */
function multiply(one: number, other: number): number {
  let product = 0;
  let shifted = other;
  for (let rest = one; rest !== 0; rest <<= 1) {
    if (rest < 0 || rest >= ONE) product ^= shifted;
    shifted = (shifted & 1) === 0 ? shifted >>> 1 : (shifted >>> 1) ^ GENERATOR;
  }
  return product >>> 0;
}
