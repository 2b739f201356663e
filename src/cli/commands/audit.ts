import { Command } from 'commander';
import { Client } from 'pg';
import { type AuditReport, databaseFingerprint, runAudit } from '../../audit/audit';
import type { LoadedConfig } from '../../config/config';
import type { StatedKeys } from '../../core/audit/audit-keys';
import { type AuditHead, parseAuditHead } from '../../core/audit-trail/audit-link';
import { connectionUrl } from '../../database/connection-url';
import { CONNECT_TIMEOUT_MS } from '../../database/data-source';
import { auditJson, auditText, isClean, progressText } from '../audit-output';
import { AuditStateFile } from '../audit-state-file';
import { failure, usageError } from '../cli-error';
import type { Console } from '../console';
import { prettyJson } from '../json-output';
import { ProgressLine } from '../progress-line';
import { registryConfig } from '../registry-config';
import { databaseRefusal, withRegistryDatabase } from '../registry-database';

interface Flags {
  readonly json?: true;
  readonly resume?: string;
  readonly failFast?: true;
  readonly expectHead?: string;
}

const HELP = `
Walks the whole store and makes again what publishing made: every digest, canonical form, execution signature, receipt
and signature; it checks lifecycle histories and counters, the rows that belong together, the constraints and triggers
of the schema, the migrations, and the chain of the audit trail. docs/audit.md explains every class of finding.

The database is only read, in short transactions of one batch each: an audit may run beside the server. The keys that
receipts are verified with are the store's; those of ANIP_REGISTRY_ED25519_PRIVATE_KEY and
ANIP_REGISTRY_EXTRA_PUBLIC_KEYS must be the same, and those of ANIP_REGISTRY_REVOKED_KEY_IDS are named in the report.

With --resume the state is kept in a file after every batch: start the same command again after Ctrl-C or a lost
connection. The file is removed when the audit is done.

The report names the head of the audit trail as <sequence>:<hash>. Keep it elsewhere, and hand it to a later audit with
--expect-head: events that were cut off at the end of the trail show only so.

Exit codes:
  0    the store is clean; the report may have notes
  1    damage was found, or the state could not be written
  2    wrong usage, or a fault in the environment
  3    the database could not be reached, or refused to be read
  130  interrupted by Ctrl-C

Examples:
  ANIP_REGISTRY_DATABASE_URL=postgres://registry@db.example.com/restored anip-registry audit
  anip-registry audit --json --resume /var/tmp/audit.json > report.json
  anip-registry audit --fail-fast
  anip-registry audit --expect-head 1042:sha256:6b1f...`;

export function auditCommand(console: Console): Command {
  return new Command('audit')
    .description('Check the whole store: the restore test of a backup.')
    .option('--json', 'print the report as JSON (default: as text)')
    .option('--resume <file>', 'keep the state in this file, and go on from it when it is there')
    .option('--fail-fast', 'stop at the first batch that has damage')
    .option('--expect-head <head>', 'a head of the audit trail that was kept: damage when the trail does not have it')
    .allowExcessArguments(false)
    .addHelpText('after', HELP)
    .action((flags: Flags) => audit(flags, console));
}

async function audit(flags: Flags, console: Console): Promise<void> {
  const loaded = registryConfig();
  const expectedHead = readHead(flags.expectHead);
  const stateFile = new AuditStateFile(flags.resume);
  const report = await withRegistryDatabase(loaded, console, { mayCreate: false }, (databaseUrl) =>
    auditDatabase(databaseUrl, loaded, { ...flags, expectedHead }, stateFile, console),
  );
  stateFile.remove();
  console.result(flags.json ? prettyJson(auditJson(report, peakRssBytes())) : auditText(report));
  if (isClean(report)) return;
  throw failure(`damage was found: ${report.damage.map(({ class: name, count }) => `${name} ${count}`).join(', ')}`);
}

async function auditDatabase(
  databaseUrl: string,
  loaded: LoadedConfig,
  flags: Flags & { readonly expectedHead: AuditHead | undefined },
  stateFile: AuditStateFile,
  console: Console,
): Promise<AuditReport> {
  const client = new Client({
    connectionString: connectionUrl(databaseUrl),
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    application_name: 'anip-registry-audit',
    keepAlive: true,
  });
  // A lost connection is the error of the statement that waits on it.
  client.on('error', () => undefined);
  const progress = new ProgressLine(console);
  try {
    await client.connect();
    const database = await databaseFingerprint(client);
    const state = stateFile.read(database);
    if (state !== undefined)
      console.progress(`audit: going on after ${state.step} ${(state.position ?? []).join('@')}`);
    return await runAudit({
      client,
      database,
      statedKeys: statedKeys(loaded),
      expectedHead: flags.expectedHead,
      failFast: flags.failFast ?? false,
      state,
      onBatch: (reached, numbers) => {
        stateFile.write(reached);
        progress.show(progressText(numbers));
      },
    });
  } catch (error) {
    throw databaseRefusal(error) ?? error;
  } finally {
    progress.end();
    await client.end().catch(() => undefined);
  }
}

function readHead(text: string | undefined): AuditHead | undefined {
  if (text === undefined) return undefined;
  const head = parseAuditHead(text);
  if (head === undefined)
    throw usageError('--expect-head takes <sequence>:sha256:<64 hex digits>, as the report of an audit has it');
  return head;
}

function statedKeys({ config, secrets }: LoadedConfig): StatedKeys {
  return {
    keys: [secrets.signingKey, ...config.extraPublicKeys],
    revokedKeyIds: config.revokedKeyIds,
  };
}

/** maxRSS is in KiB on every system that Node runs on. */
function peakRssBytes(): number {
  return process.resourceUsage().maxRSS * 1024;
}
