import { Command } from 'commander';
import { type Console, processConsole } from './console';
import { completionCommand } from './commands/completion';
import { diffCommand } from './commands/diff';
import { generateCommand } from './commands/generate';
import { lockCommand } from './commands/lock';
import { packageCommand } from './commands/package';
import { templateCommand } from './commands/template';
import { verifyCommand } from './commands/verify';
import { versionCommand, versionText } from './commands/version';

/** The `anip` command; each command has a file of its own in `commands/`. */
export function anipProgram(console: Console = processConsole): Command {
  return new Command('anip')
    .description('Publish, verify, lock and compare ANIP packages and starter templates.')
    .version(versionText('anip'), '--version', 'print the versions of the tool and of the ANIP specification')
    .addCommand(packageCommand(console))
    .addCommand(templateCommand(console))
    .addCommand(verifyCommand(console))
    .addCommand(lockCommand(console))
    .addCommand(generateCommand(console))
    .addCommand(diffCommand(console))
    .addCommand(versionCommand(console))
    .addCommand(completionCommand(console));
}
