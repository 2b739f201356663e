import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { anipProgram } from '../../src/cli/anip-program';
import { anipRegistryProgram } from '../../src/cli/anip-registry-program';
import { processConsole } from '../../src/cli/console';
import { keygenProgram } from '../../src/cli/keygen-program';

const page = readFileSync(join(__dirname, '../../docs/cli.md'), 'utf8');

interface Leaf {
  readonly path: string;
  readonly command: Command;
}

function leavesOf(command: Command, path = command.name()): Leaf[] {
  if (command.commands.length === 0) return [{ path, command }];
  return command.commands.flatMap((part) => leavesOf(part, `${path} ${part.name()}`));
}

const leaves = [anipProgram(), anipRegistryProgram(processConsole), keygenProgram(processConsole)].flatMap((program) =>
  leavesOf(program),
);

describe('docs/cli.md', () => {
  it('has a section for every command, and no other command', () => {
    const documented = Array.from(page.matchAll(/^## (anip.*)$/gm), ([, title]) => title);
    expect(documented).toEqual(leaves.map(({ path }) => path));
  });

  it.each(leaves)('shows $path in an example', ({ path }) => {
    const examples = Array.from(page.matchAll(/^```sh\n([^]*?)^```/gm), ([, script]) => script).join('');
    expect(examples).toContain(path === 'anip-registry serve' ? 'anip-registry\n' : path);
  });

  it('names every option that a help lists', () => {
    const flags = leaves.flatMap(({ command }) =>
      command.options.filter(({ hidden }) => !hidden).map(({ long }) => long),
    );
    expect([...new Set(flags)].filter((flag) => flag !== undefined && !page.includes(flag))).toEqual([]);
  });

  it('names no hidden one', () => {
    expect(page).not.toMatch(/--publish-token\b(?!-file)/);
  });

  it.each(leaves)('$path explains itself: description, exit codes, example', ({ path, command }) => {
    let help = '';
    command.configureOutput({ writeOut: (text) => (help += text) }).outputHelp();
    expect(command.description()).not.toBe('');
    expect(help).toContain('Exit codes:');
    expect(help).toMatch(/Examples?(?: \([^)]*\))?:\n {2}\S/);
    expect(help).toContain(path.split(' ').at(-1) ?? path);
  });
});
