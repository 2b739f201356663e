import { createHash, createHmac } from 'node:crypto';

/** 48 bits: enough to tell the tokens of a Registry apart, and too few to confirm a guess of a long secret. */
const TOKEN_ID_LENGTH = 12;
/** 128 bits: no two clients share a hash by chance. */
const CLIENT_HASH_LENGTH = 32;

/**
 * A name for a token that can be written down: the first 12 hex digits of SHA-256 over `anip-registry-token:` and the
 * token. The prefix keeps it from being the digest of the token that anything else may have written somewhere.
 */
export function tokenId(token: string): string {
  return createHash('sha256').update(`anip-registry-token:${token}`, 'utf8').digest('hex').slice(0, TOKEN_ID_LENGTH);
}

/**
 * The first 32 hex digits of HMAC-SHA-256 over `<what>:<value>` with the key of the database. Equal values have equal
 * hashes in one trail; without the key nobody can try all addresses.
 */
export function clientHash(key: Uint8Array, what: 'address' | 'user_agent', value: string): string {
  return createHmac('sha256', key).update(`${what}:${value}`, 'utf8').digest('hex').slice(0, CLIENT_HASH_LENGTH);
}
