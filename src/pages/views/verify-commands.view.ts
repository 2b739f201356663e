import { downloadFileName } from '../../core/file-name';
import { parseSignatureText } from '../../core/ed25519';
import { publicKeyForms } from '../../core/public-key-forms';
import { API_PREFIX } from '../../http/request-target';
import type { PackagePage } from '../package-page.query';
import { packageApiHref } from './hrefs';
import { pemFileCommand, printfLines, shellQuote } from './shell';

export interface CommandsView {
  readonly curl: string;
  readonly verify: string;
  readonly openssl: string;
  readonly lock: string;
  readonly generate: string;
}

/** Commands for a POSIX shell that work as they are pasted: every word that comes from elsewhere is quoted. */
export function commandsView(page: PackagePage, origin: string): CommandsView {
  const { record, receipt, publicKey } = page;
  const { packageId: id, packageVersion: version } = record;
  const api = `${origin}${packageApiHref(id, version)}`;
  const name = shellQuote(`${id}@${version}`);
  const registry = shellQuote(origin);
  const yanked = record.lifecycle.status === 'yanked' ? ' --allow-yanked-package' : '';
  const trusted = shellQuote(`${receipt.keyId}=${publicKey.toString('base64')}`);
  const lockFile = 'anip.lock.json';
  return {
    curl: [
      curl(downloadFileName(id, version, '.record.json'), api),
      curl(downloadFileName(id, version, '.receipt.json'), `${api}/receipt`),
      curl('registry-keys.json', `${origin}${API_PREFIX}/keys`),
    ].join('\n'),
    verify: lines(`anip verify --registry-url ${registry}`, `--package ${name}`, `--trusted-key ${trusted}${yanked}`),
    openssl: opensslCommands(page),
    lock: lines(`anip lock --registry-url ${registry}`, `--package ${name}`, `--output ${lockFile}${yanked}`),
    generate: lines(`anip generate --lock-file ${lockFile}`, `--output definition.json${yanked}`),
  };
}

/**
 * The signature checked by a program that knows nothing of ANIP: the signed bytes, the key and the signature are
 * written to files, and OpenSSL says whether they belong together.
 */
function opensslCommands({ payload, publicKey, receipt }: PackagePage): string {
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

function curl(file: string, url: string): string {
  return `curl -fsS -o ${shellQuote(file)} ${shellQuote(url)}`;
}

function lines(...parts: readonly string[]): string {
  return parts.join(' \\\n  ');
}
