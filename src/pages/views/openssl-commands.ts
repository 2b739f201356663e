import { parseSignatureText } from '../../core/ed25519';
import { publicKeyForms } from '../../core/public-key-forms';
import type { PublishedPage } from '../package-page.query';
import { pemFileCommand, printfLines } from './shell';

/**
 * The signature checked by a program that knows nothing of ANIP: the signed bytes, the key and the signature are
 * written to files, and OpenSSL says whether they belong together.
 */
export function opensslCommands({ payload, publicKey, receipt }: PublishedPage): string {
  const signature = Buffer.from(parseSignatureText(receipt.registrySignature)?.signature ?? []).toString('base64');
  return [
    '{',
    ...printfLines(payload),
    '} > receipt-payload.json',
    pemFileCommand(publicKeyForms(publicKey), 'registry-key.pem'),
    `printf '%s' '${signature}' | openssl base64 -d -A > receipt.sig`,
    'openssl pkeyutl -verify -pubin -inkey registry-key.pem -rawin -in receipt-payload.json -sigfile receipt.sig',
  ].join('\n');
}
