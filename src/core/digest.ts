import { createHash } from 'node:crypto';
import { canonicalBytes } from './json/canonical-json';
import type { JsonValue } from './json/json-value';

/** `sha256:` and 64 lower-case hex digits. */
export type Digest = `sha256:${string}`;

const DIGEST = /^sha256:[0-9a-f]{64}$/;

export function isDigest(text: string): text is Digest {
  return DIGEST.test(text);
}

/** The digest of bytes that are stored or served as they are. */
export function digestOfBytes(bytes: Uint8Array): Digest {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

/** The digest of a value: over the bytes of its canonical form (packages.md section 1). */
export function digestOf(value: JsonValue): Digest {
  return digestOfBytes(canonicalBytes(value));
}

/** Bytes together with the digest they are stored, served and proven by. */
export interface DigestedBytes {
  readonly digest: Digest;
  readonly bytes: Buffer;
}

export function digested(bytes: Buffer): DigestedBytes {
  return { digest: digestOfBytes(bytes), bytes };
}

export function digestedJson(value: JsonValue): DigestedBytes {
  return digested(canonicalBytes(value));
}
