import { once } from 'node:events';
import { Command } from 'commander';
import { Client } from 'pg';
import { exportedEvents } from '../../audit-trail/exported-events.query';
import { type AuditHead, auditHeadText, auditLinkText } from '../../core/audit-trail/audit-link';
import { connectionUrl } from '../../database/connection-url';
import { CONNECT_TIMEOUT_MS } from '../../database/data-source';
import { usageError } from '../cli-error';
import type { Console } from '../console';
import { registryConfig } from '../registry-config';
import { databaseRefusal, withRegistryDatabase } from '../registry-database';

interface Flags {
  readonly after: string;
}

const HELP = `
Prints the audit trail to stdout, one event a line, in its order: {"event":...,"hash":...,"previous_hash":...,"sequence":N}.
A line is canonical JSON, and without its hash it is the text that the hash is over. docs/audit-trail.md explains the
members of an event.

The head of the trail is told on stderr at the end, as <sequence>:<hash>: keep it elsewhere. It is what --expect-head of
anip-registry audit takes, and its sequence is what --after of the next export takes.

Exit codes:
  0  the trail was exported, to the event that was the last one
  2  wrong usage, or a fault in the environment
  3  the database could not be reached, or refused to be read

Examples:
  anip-registry audit-trail export > audit-trail.jsonl
  anip-registry audit-trail export --after 1042 >> audit-trail.jsonl`;

export function auditTrailCommand(console: Console): Command {
  return new Command('audit-trail').description('Work with the audit trail.').addCommand(
    new Command('export')
      .description('Export the audit trail as JSON lines.')
      .option('--after <sequence>', 'leave out the events up to this one', '0')
      .allowExcessArguments(false)
      .addHelpText('after', HELP)
      .action((flags: Flags) => exportTrail(flags, console)),
  );
}

async function exportTrail({ after }: Flags, console: Console): Promise<void> {
  if (!/^(?:0|[1-9]\d{0,17})$/.test(after)) throw usageError(`--after takes the sequence of an event, not "${after}"`);
  const head = await withRegistryDatabase(registryConfig(), console, { mayCreate: false }, (databaseUrl) =>
    printEvents(databaseUrl, after),
  );
  console.progress(
    head === undefined ? `audit-trail: no event after ${after}` : `audit-trail: head ${auditHeadText(head)}`,
  );
}

async function printEvents(databaseUrl: string, after: string): Promise<AuditHead | undefined> {
  const client = new Client({
    connectionString: connectionUrl(databaseUrl),
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    application_name: 'anip-registry-audit-trail',
  });
  // A lost connection is the error of the statement that waits on it.
  client.on('error', () => undefined);
  let head: AuditHead | undefined;
  try {
    await client.connect();
    for await (const events of exportedEvents(client, after)) {
      const lines = events.map((link) => `${auditLinkText(link)}\n`).join('');
      // A reader that is slower than the database must not make this process hold the trail.
      if (!process.stdout.write(lines)) await once(process.stdout, 'drain');
      head = events.at(-1);
    }
    return head;
  } catch (error) {
    throw databaseRefusal(error) ?? error;
  } finally {
    await client.end().catch(() => undefined);
  }
}
