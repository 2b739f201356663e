import { Command } from 'commander';
import { auditCommand } from './commands/audit';
import { auditTrailCommand } from './commands/audit-trail';
import { migrateCommand } from './commands/migrate';
import { serveCommand } from './commands/serve';
import { versionText } from './commands/version';
import type { Console } from './console';

const HELP = `
Every command reads the same environment (docs/configuration.md); a fault in it is reported with all others at once.
Without ANIP_REGISTRY_DATABASE_URL, dev mode uses the embedded PostgreSQL of ANIP_REGISTRY_DATA_DIR.

Examples:
  anip-registry
  anip-registry migrate
  anip-registry audit --json
  anip-registry audit-trail export > audit-trail.jsonl`;

/** What an operator runs: the server, its migrations, the audit of its store, and the export of its audit trail. */
export function anipRegistryProgram(console: Console): Command {
  return new Command('anip-registry')
    .description('Run the ANIP Registry, bring its database up to date, and audit its store.')
    .version(
      versionText('anip-registry'),
      '--version',
      'print the versions of the program and of the ANIP specification',
    )
    .addCommand(serveCommand(), { isDefault: true })
    .addCommand(migrateCommand(console))
    .addCommand(auditCommand(console))
    .addCommand(auditTrailCommand(console))
    .addHelpText('after', HELP);
}
