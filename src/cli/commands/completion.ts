import { Argument, Command } from 'commander';
import { bashCompletion } from '../completion-script';
import type { Console } from '../console';

const HELP = `
Exit codes:
  0  the script was printed
  2  wrong usage

Example (in ~/.bashrc):
  source <(anip completion bash)`;

export function completionCommand(console: Console): Command {
  return new Command('completion')
    .description('Print a script that completes commands and options in a shell.')
    .addArgument(new Argument('<shell>', 'the shell').choices(['bash']))
    .addHelpText('after', HELP)
    .action((_shell: string, _flags: unknown, command: Command) => {
      console.result(bashCompletion(command.parent ?? command));
    });
}
