import { downloadFileName } from '../../core/file-name';
import { API_PREFIX } from '../../http/request-target';
import type { LifecycleStatus } from '../../core/lifecycle';
import { packageApiHref } from './hrefs';
import type { PublishedView } from './published-page.view';
import { shellQuote } from './shell';

export interface CommandsView {
  readonly curl: string;
  readonly verify: string;
  readonly openssl: string;
  readonly lock: string;
  readonly generate: string;
}

/** Commands for a POSIX shell that work as they are pasted: every word that comes from elsewhere is quoted. */
export function commandsView(
  { id, version, receipt, opensslCommands: openssl }: PublishedView,
  status: LifecycleStatus,
  origin: string,
): CommandsView {
  const api = `${origin}${packageApiHref(id, version)}`;
  const name = shellQuote(`${id}@${version}`);
  const registry = shellQuote(origin);
  const yanked = status === 'yanked' ? ' --allow-yanked-package' : '';
  const trusted = shellQuote(`${receipt.keyId}=${receipt.publicKey}`);
  const lockFile = 'anip.lock.json';
  return {
    curl: [
      curl(downloadFileName(id, version, '.record.json'), api),
      curl(downloadFileName(id, version, '.receipt.json'), `${api}/receipt`),
      curl('registry-keys.json', `${origin}${API_PREFIX}/keys`),
    ].join('\n'),
    verify: lines(`anip verify --registry-url ${registry}`, `--package ${name}`, `--trusted-key ${trusted}${yanked}`),
    openssl,
    lock: lines(`anip lock --registry-url ${registry}`, `--package ${name}`, `--output ${lockFile}${yanked}`),
    generate: lines(`anip generate --lock-file ${lockFile}`, `--output definition.json${yanked}`),
  };
}

function curl(file: string, url: string): string {
  return `curl -fsS -o ${shellQuote(file)} ${shellQuote(url)}`;
}

function lines(...parts: readonly string[]): string {
  return parts.join(' \\\n  ');
}
