import { Command } from 'commander';
import { quoteForMessage } from '../../core/text';
import { usageError } from '../cli-error';
import { exitOnInterrupt } from '../run-cli';

const HELP = `
Runs until SIGTERM or SIGINT: readiness turns 503, requests in flight are finished, connections are closed. A second
signal ends it at once. The log is JSON lines on stdout.

Exit codes:
  0    stopped when told to, or ANIP_REGISTRY_MIGRATE_ONLY was set and the migrations are applied
  1    could not start or did not stop cleanly; the reason is in the log or on stderr
  2    wrong usage

Examples:
  anip-registry
  ANIP_REGISTRY_ADDR=127.0.0.1:8200 ANIP_REGISTRY_SEED_DEMO=1 anip-registry serve`;

/** The default command: what names no other one comes here as an argument. */
export function serveCommand(): Command {
  return new Command('serve')
    .description('Run the server (what anip-registry does without a command).')
    .allowExcessArguments(true)
    .addHelpText('after', HELP)
    .action((_flags: object, command: Command) => serve(command.args));
}

async function serve([word]: readonly string[]): Promise<void> {
  if (word !== undefined) {
    throw usageError(`${quoteForMessage(word)} is no command of anip-registry (--help lists what is allowed)`);
  }
  process.removeListener('SIGINT', exitOnInterrupt);
  // Loaded when it runs: the server's modules are most of the start of every other command.
  const { main } = await import('../../main.js');
  await main();
}
