import { Problem } from '../config/config-report';
import { DEV_KEY_ID, devSigningSeed } from '../config/dev-signer';
import { parseSigningSeed } from '../config/keys';
import { isKeyId, KEY_ID_GRAMMAR, signingKeyFromSeed, type SigningKey } from '../core/ed25519';
import { RegistryError } from '../core/errors';
import { member, textOf } from '../core/json/json-value';
import { parseJsonText } from '../core/json/parse-json';
import { trim } from '../core/text';
import { failure, usageError } from './cli-error';
import type { Console } from './console';
import { readWholeFile } from './files';

export interface SigningKeyFlags {
  readonly signingKeyFile?: string;
  readonly keyId?: string;
}

interface KeyTexts {
  readonly keyId: string;
  readonly privateKey: string;
}

/** The key that signs a local bundle: from a file, or the development key, which announces itself. */
export function signingKey(flags: SigningKeyFlags, console: Console): SigningKey {
  if (flags.signingKeyFile !== undefined) return keyFromFile(flags.signingKeyFile, flags.keyId);
  if (flags.keyId !== undefined) throw usageError('--key-id needs --signing-key-file');
  console.progress(
    `warning: signing with the development key ${DEV_KEY_ID}, which anybody has: the receipt proves nothing; name a key by --signing-key-file`,
  );
  return signingKeyFromSeed(DEV_KEY_ID, devSigningSeed());
}

/** No message shows any of the file. */
function keyFromFile(path: string, givenKeyId: string | undefined): SigningKey {
  const texts = keyTexts(trim(readWholeFile(path).toString('utf8')));
  const keyId = givenKeyId ?? texts.keyId;
  if (keyId === '') throw usageError(`${path} holds no key id; name it by --key-id`);
  if (!isKeyId(keyId)) throw usageError(`the key id is not allowed; allowed are ${KEY_ID_GRAMMAR}`);
  const seed = parseSigningSeed(texts.privateKey);
  if (seed instanceof Problem) throw failure(`the private key in ${path} ${seed.text}`);
  return signingKeyFromSeed(keyId, seed);
}

/** What anip-registry-keygen prints, with or without --json, or the bare base64 of a seed or private key. */
function keyTexts(text: string): KeyTexts {
  if (text.startsWith('{')) return keyTextsOfJson(text);
  const assigned = (name: string): string => new RegExp(`^${name}=(.*)$`, 'm').exec(text)?.[1] ?? '';
  const privateKey = trim(assigned('ANIP_REGISTRY_ED25519_PRIVATE_KEY'));
  if (privateKey === '') return { keyId: '', privateKey: text };
  return { keyId: trim(assigned('ANIP_REGISTRY_KEY_ID')), privateKey };
}

function keyTextsOfJson(text: string): KeyTexts {
  try {
    const value = parseJsonText(text);
    return { keyId: textOf(member(value, 'key_id')), privateKey: textOf(member(value, 'private_key')) };
  } catch (error) {
    if (error instanceof RegistryError) return { keyId: '', privateKey: '' };
    throw error;
  }
}
