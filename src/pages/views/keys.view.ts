import { DEV_KEY_ID } from '../../config/dev-signer';
import { listOf, member, textOf, type JsonObject, type JsonValue } from '../../core/json/json-value';
import { publicKeyForms } from '../../core/public-key-forms';
import { API_PREFIX } from '../../http/request-target';
import { pemFileCommand, shellQuote } from './shell';

export interface KeysPage {
  /** The answer of `GET /keys`. */
  readonly keys: JsonObject;
  readonly revokedKeyIds: readonly string[];
  readonly origin: string;
}

/** The keys with everything that somebody needs to decide about them; all commands run as they are pasted. */
export function keysView({ keys, revokedKeyIds, origin }: KeysPage): object {
  const activeKeyId = textOf(keys.active_key_id);
  const items = listOf(keys.items).map((key) => keyView(key, origin));
  return {
    title: 'Signing keys',
    description: 'The public keys that receipts of this Registry verify with, their fingerprints, and how to pin them.',
    isDev: textOf(keys.signing_mode) === 'dev',
    isDevKey: activeKeyId === DEV_KEY_ID,
    active: items.filter(({ id }) => id === activeKeyId),
    rotated: items.filter(({ id }) => id !== activeKeyId),
    hasRotated: items.length > 1,
    revoked: revokedKeyIds,
    hasRevoked: revokedKeyIds.length > 0,
    fetchCommand: `curl -fsS ${shellQuote(`${origin}${API_PREFIX}/keys`)}`,
    apiHref: `${API_PREFIX}/keys`,
  };
}

interface KeyView {
  readonly id: string;
  readonly [fact: string]: string;
}

function keyView(key: JsonValue, origin: string): KeyView {
  const id = textOf(member(key, 'key_id'));
  const forms = publicKeyForms(Buffer.from(textOf(member(key, 'public_key')), 'base64'));
  const pem = shellQuote(`${id}.pem`);
  return {
    id,
    anchor: `key-${id}`,
    algorithm: textOf(member(key, 'algorithm')),
    publicKey: forms.base64,
    rawFingerprint: forms.rawFingerprint,
    spkiFingerprint: forms.spkiFingerprint,
    rawCommand: `printf '%s' ${shellQuote(forms.base64)} | openssl base64 -d -A | openssl dgst -sha256`,
    pemCommand: pemFileCommand(forms, `${id}.pem`),
    spkiCommand: `openssl pkey -pubin -in ${pem} -outform DER | openssl dgst -sha256`,
    pinCommand: [
      `anip verify --registry-url ${shellQuote(origin)}`,
      '--package ID@VERSION',
      `--trusted-key ${shellQuote(`${id}=${forms.base64}`)}`,
    ].join(' \\\n  '),
  };
}
