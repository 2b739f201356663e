import { type Command, CommanderError } from 'commander';
import fc from 'fast-check';
import { anipProgram } from '../../../src/cli/anip-program';
import { CliError } from '../../../src/cli/cli-error';
import { runCli } from '../../support/run-cli';
import { WorkDir } from '../../support/work-dir';
import { argumentsOf, cliCase } from '../cli-case';
import { demand, type FuzzTarget } from '../target';

/** Nothing here asks anybody: an exit code of 3 would be a call that should not have been made. */
const POSSIBLE_CODES = [0, 1, 2];

/** In this process, so that what `runCli` would print as "unexpected fault" is seen as what it is. */
export const cliFilesTarget: FuzzTarget = {
  name: 'cli-files',
  promise: 'a command ends well or with a CliError of one line, whatever bundles, locks, keys and requests hold',
  share: 12_000,
  batch: 100,
  start: () => {
    const dir = new WorkDir();
    const property = fc.asyncProperty(cliCase, async (one) => {
      const code = await exitCodeOf(argumentsOf(one, dir));
      demand(POSSIBLE_CODES.includes(code), 'the exit code', code);
      demand(!dir.names().some((name) => name.endsWith('.anip-tmp')), 'a temporary file is left', dir.names());
    });
    return Promise.resolve({ property, stop: () => removed(dir) });
  },
};

/** The same as processes of their own, as users run them: few, since each takes a start of Node. */
export const cliProcessTarget: FuzzTarget = {
  name: 'cli-process',
  promise: 'a command as a process exits with 0, 1 or 2, one line on stderr and no stack trace',
  share: 300,
  batch: 10,
  start: () => {
    const dir = new WorkDir();
    const property = fc.asyncProperty(cliCase, async (one) => {
      const { exitCode, stderr } = await runCli(argumentsOf(one, dir));
      demand(exitCode !== null && POSSIBLE_CODES.includes(exitCode), 'the exit code', exitCode);
      demand(!/^\s+at |unexpected fault|node:internal/m.test(stderr), 'a fault that is not reported', stderr);
      demand(exitCode === 0 || /^anip: [^\n]+\n$/m.test(stderr), 'a refusal without its line', stderr);
    });
    return Promise.resolve({ property, stop: () => removed(dir) });
  },
};

function removed(dir: WorkDir): Promise<void> {
  dir.remove();
  return Promise.resolve();
}

async function exitCodeOf(args: readonly string[]): Promise<number> {
  const program = silent(anipProgram({ isTerminal: false, result: () => undefined, progress: () => undefined }));
  try {
    await program.parseAsync([...args], { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return 2;
    if (!(error instanceof CliError)) throw error;
    return error.exitCode;
  }
}

function silent(command: Command): Command {
  command.exitOverride().configureOutput({ writeErr: () => undefined, writeOut: () => undefined });
  command.commands.forEach(silent);
  return command;
}
