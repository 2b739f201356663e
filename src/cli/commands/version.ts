import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { SPEC_VERSION } from '../../core/spec-version';
import { PROJECT_ROOT } from '../../project-root';
import type { Console } from '../console';

/** Two lines (cli.md): the version of the program and the level of the specification. */
export function versionText(program: string): string {
  return `${program} ${toolVersion()}\nANIP spec ${SPEC_VERSION}`;
}

export function versionCommand(console: Console): Command {
  return new Command('version')
    .description('Print the version of the tool and the level of the ANIP specification that it supports.')
    .addHelpText('after', '\nExit codes:\n  0  always\n\nExample:\n  anip version')
    .action(() => console.result(`${versionText('anip')}\n`));
}

function toolVersion(): string {
  const { version } = JSON.parse(readFileSync(join(PROJECT_ROOT, 'package.json'), 'utf8')) as { version: string };
  return version;
}
