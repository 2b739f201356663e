import { crc32 } from 'node:zlib';

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const BASE62_CHECKSUM_LENGTH = 6;
const BECH32 = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';
const BECH32_CHECKSUM_LENGTH = 6;
const BECH32_GENERATOR = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];

/** True when the last six characters are the CRC-32 of those before, in base 62 (GitHub and npm tokens). */
export function hasBase62Checksum(body: string): boolean {
  const end = body.length - BASE62_CHECKSUM_LENGTH;
  return base62Checksum(body.slice(0, end)) === body.slice(end);
}

/** CRC-32 in base 62, six characters, zero padded. */
export function base62Checksum(text: string): string {
  let rest = crc32(text);
  let digits = '';
  for (let index = 0; index < BASE62_CHECKSUM_LENGTH; index += 1) {
    digits = BASE62.charAt(rest % BASE62.length) + digits;
    rest = Math.floor(rest / BASE62.length);
  }
  return digits;
}

/** True when the eight hex digits are the CRC-32 of the text before (Grafana service accounts). */
export function hasHexChecksum(text: string, hex: string): boolean {
  return crc32(text).toString(16).padStart(8, '0') === hex.toLowerCase();
}

/** True for a Bech32 text, `prefix1data`, whose six check characters are right (BIP 173; age keys). */
export function isBech32(text: string): boolean {
  const lower = text.toLowerCase();
  const separator = lower.lastIndexOf('1');
  if (separator < 1 || lower.length - separator <= BECH32_CHECKSUM_LENGTH) return false;
  const prefix = Array.from(lower.slice(0, separator), (char) => char.charCodeAt(0));
  const data = Array.from(lower.slice(separator + 1), (char) => BECH32.indexOf(char));
  return !data.includes(-1) && bech32Polymod(bech32Values(prefix, data)) === 1;
}

/** The six check characters of `prefix` and `data`, characters of the Bech32 alphabet. */
export function bech32Checksum(prefix: string, data: string): string {
  const prefixCodes = Array.from(prefix.toLowerCase(), (char) => char.charCodeAt(0));
  const values = Array.from(data.toLowerCase(), (char) => BECH32.indexOf(char));
  const remainder =
    bech32Polymod(bech32Values(prefixCodes, [...values, ...Array<number>(BECH32_CHECKSUM_LENGTH).fill(0)])) ^ 1;
  return Array.from({ length: BECH32_CHECKSUM_LENGTH }, (_, index) =>
    BECH32.charAt((remainder >> (5 * (BECH32_CHECKSUM_LENGTH - 1 - index))) & 31),
  ).join('');
}

function bech32Values(prefix: readonly number[], data: readonly number[]): number[] {
  return [...prefix.map((code) => code >> 5), 0, ...prefix.map((code) => code & 31), ...data];
}

function bech32Polymod(values: readonly number[]): number {
  let remainder = 1;
  for (const value of values) {
    const top = remainder >>> 25;
    remainder = ((remainder & 0x1ffffff) << 5) ^ value;
    BECH32_GENERATOR.forEach((generator, bit) => {
      if (((top >> bit) & 1) === 1) remainder ^= generator;
    });
  }
  return remainder >>> 0;
}
