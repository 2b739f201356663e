import { isKeyId, PUBLIC_KEY_BYTES, SEED_BYTES, signingKeyFromSeed, type PublicKey } from '../core/ed25519';
import { quoteForMessage } from '../core/text';
import { Problem } from './config-report';
import { splitList } from './values';

const PRIVATE_KEY_BYTES = SEED_BYTES + PUBLIC_KEY_BYTES;

export function parseKeyId(text: string): string | Problem {
  return isKeyId(text) ? text : new Problem(`is ${quoteForMessage(text)}`);
}

/** The 32-byte seed of a seed or of a whole private key, whose public half must be the seed's own. */
export function parseSigningSeed(text: string): Uint8Array | Problem {
  const bytes = decodeBase64(text);
  if (bytes === undefined) return new Problem('is not standard padded base64');
  if (bytes.length === SEED_BYTES) return bytes;
  if (bytes.length !== PRIVATE_KEY_BYTES) return new Problem(`has ${bytes.length} bytes`);
  const seed = bytes.subarray(0, SEED_BYTES);
  const { publicKey } = signingKeyFromSeed('', seed);
  if (Buffer.compare(publicKey, bytes.subarray(SEED_BYTES)) === 0) return seed;
  return new Problem('has a public half that does not belong to its seed');
}

/**
 * `key_id=base64`, cut at the first `=`; an empty part, as after a trailing comma, is a fault. A part that cannot be cut
 * is not shown: a private key may have been pasted there.
 */
export function parseExtraPublicKeys(text: string): PublicKey[] | Problem {
  const keys: PublicKey[] = [];
  const problems: string[] = [];
  const parts = splitList(text);
  parts.forEach((part, index) => {
    const parsed = parsePublicKey(part);
    if (parsed instanceof Problem) problems.push(`part ${index + 1} of ${parts.length} ${parsed.text}`);
    else keys.push(parsed);
  });
  return problems.length === 0 ? keys : new Problem(`is malformed: ${problems.join(', ')}`);
}

export function parseKeyIdList(text: string): string[] | Problem {
  const keyIds = splitList(text).filter((part) => part !== '');
  const refused = keyIds.filter((keyId) => !isKeyId(keyId));
  if (refused.length === 0) return [...new Set(keyIds)];
  return new Problem(`has ${refused.map(quoteForMessage).join(', ')}`);
}

function parsePublicKey(part: string): PublicKey | Problem {
  if (part === '') return new Problem('is empty');
  const cut = part.indexOf('=');
  const keyId = part.slice(0, Math.max(cut, 0));
  const publicKey = decodeBase64(part.slice(cut + 1));
  if (cut === -1 || !isKeyId(keyId)) return new Problem('does not begin with a key id and =');
  if (publicKey?.length === PUBLIC_KEY_BYTES) return { keyId, publicKey };
  return new Problem(
    publicKey ? `has a key of ${publicKey.length} bytes` : 'has a key that is not standard padded base64',
  );
}

/** Buffer reads base64 leniently; only what it would write itself is standard and padded. */
function decodeBase64(text: string): Uint8Array | undefined {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : undefined;
}
