import { crc32 } from 'node:zlib';
import { base62Checksum, bech32Checksum } from '../../src/core/hygiene/checksums';

const DIGITS = '0123456789';
const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const UPPER = LOWER.toUpperCase();
const ALPHABETS: Readonly<Record<string, string>> = {
  digits: DIGITS,
  hex: `${DIGITS}abcdef`,
  lower: LOWER,
  letters: UPPER + LOWER,
  upper: UPPER + DIGITS,
  base36: DIGITS + LOWER,
  base62: DIGITS + UPPER + LOWER,
  base32: `${UPPER}234567`,
  base64: `${UPPER}${LOWER}${DIGITS}+/`,
  urlsafe: `${UPPER}${LOWER}${DIGITS}_-`,
  bech32: 'QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L',
};

/** Values of the forms that secrets have, the same ones in every run: no file holds anything that looks like a secret. */
export class MadeUpValues {
  private state: number;
  private made: string[] = [];

  constructor(seed: number) {
    this.state = seed;
  }

  /** `{{base62 36}}`, `{{github ghp_}}`: a name and its arguments. */
  fill(text: string): string {
    return text.replace(/\{\{(\w+)(?: ([^{}]*))?\}\}/g, (_, name: string, args = '') => this.make(name, String(args)));
  }

  /** What was made since the last call. */
  takeMade(): string[] {
    return this.made.splice(0);
  }

  private make(name: string, args: string): string {
    const value = this.valueOf(name, args);
    this.made.push(value);
    return value;
  }

  private valueOf(name: string, args: string): string {
    const alphabet = ALPHABETS[name];
    if (alphabet !== undefined) return this.random(alphabet, Number(args));
    switch (name) {
      case 'github':
      case 'npm':
        return this.withChecksum(args);
      case 'brokenchecksum':
        return `${args}${this.random(ALPHABETS.base62!, 30)}000000`;
      case 'age':
        return this.ageKey();
      case 'grafana':
        return this.grafana();
      case 'jwt':
        return this.jwt(args, { iss: 'issuer', sub: this.random(LOWER, 8), exp: 1_900_000_000 });
      case 'uuid':
        return [8, 4, 4, 4, 12].map((length) => this.random(ALPHABETS.hex!, length)).join('-');
      case 'snowflake':
        return Buffer.from(`1${this.random(DIGITS, 17)}`)
          .toString('base64')
          .replace(/=+$/, '');
      case 'pem':
        return this.armor(args);
      case 'repeat':
        return (args.split(' ')[0] ?? '').repeat(Number(args.split(' ')[1]));
      default:
        throw new Error(`no made-up value is called ${name}`);
    }
  }

  private random(alphabet: string, length: number): string {
    return Array.from({ length }, () => alphabet.charAt(this.next() % alphabet.length)).join('');
  }

  private withChecksum(prefix: string): string {
    const body = this.random(ALPHABETS.base62!, 30);
    return prefix + body + base62Checksum(body);
  }

  private ageKey(): string {
    const data = this.random(ALPHABETS.bech32!, 52);
    return `AGE-SECRET-KEY-1${data}${bech32Checksum('AGE-SECRET-KEY-', data).toUpperCase()}`;
  }

  private grafana(): string {
    const body = `glsa_${this.random(ALPHABETS.base62!, 32)}`;
    return `${body}_${crc32(body).toString(16).padStart(8, '0')}`;
  }

  private jwt(algorithm: string, claims: object): string {
    const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    return `${part({ alg: algorithm, typ: 'JWT' })}.${part(claims)}.${this.random(ALPHABETS.urlsafe!, 43)}`;
  }

  private armor(label: string): string {
    const lines = Array.from({ length: 4 }, () => this.random(ALPHABETS.base64!, 64));
    return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`].join('\n');
  }

  /** mulberry32, 32 bits of state. */
  private next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (mixed ^ (mixed >>> 14)) >>> 0;
  }
}
