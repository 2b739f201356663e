import { createHash } from 'node:crypto';
import { canonicalBytes } from './json/canonical-json';
import type { JsonValue } from './json/json-value';

/** `sha256:` and 64 lower-case hex digits. */
export type Digest = `sha256:${string}`;

const DIGEST = /^sha256:[0-9a-f]{64}$/;

export function isDigest(text: string): text is Digest {
  return DIGEST.test(text);
}

/** The digest of bytes that are stored or served as they are; of several parts, as if they were one. */
export function digestOfBytes(...parts: readonly Uint8Array[]): Digest {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return `sha256:${hash.digest('hex')}`;
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
