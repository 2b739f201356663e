import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Command, Option } from 'commander';
import { anipProgram } from '../../src/cli/anip-program';
import { anipRegistryProgram } from '../../src/cli/anip-registry-program';
import { processConsole } from '../../src/cli/console';
import { keygenProgram } from '../../src/cli/keygen-program';
import { knownVariableNames } from '../../src/config/variables';
import { ERROR_CODES } from '../../src/core/errors';
import { DAMAGE_CLASSES, NOTE_CLASSES } from '../../src/core/audit/finding';

const DIRECTORY = join(__dirname, '../../docs/runbooks');
const SECTIONS = ['When', 'Before you start', 'Steps', 'How to see it worked', 'How to go back'];
/** What an operator has beside the programs of the Registry. */
const OTHER_PROGRAMS = [
  ...['cat', 'cp', 'curl', 'export', 'grep', 'openssl', 'printf', 'sed', 'sha256sum', 'touch', 'umask'],
  ...['pg_basebackup', 'pg_ctl', 'pg_dump', 'pg_restore', 'pg_verifybackup', 'psql'],
];

const programs = new Map<string, Command>(
  [anipProgram(), anipRegistryProgram(processConsole), keygenProgram(processConsole)].map((program) => [
    program.name(),
    program,
  ]),
);

const pages = readdirSync(DIRECTORY)
  .filter((name) => name.endsWith('.md'))
  .map((name) => ({ name, text: readFileSync(join(DIRECTORY, name), 'utf8') }));
const runbooks = pages.filter(({ name }) => name !== 'README.md');
const commands = pages.flatMap(({ name, text }) => commandsOf(text).map((words) => ({ name, words })));
const ours = commands
  .filter(({ words }) => programs.has(words[0] ?? ''))
  .map(({ name, words }) => ({ name, words, command: words.join(' ') }));

describe('docs/runbooks', () => {
  it('lists every page in the index', () => {
    const index = pages.find(({ name }) => name === 'README.md')?.text ?? '';
    const listed = Array.from(index.matchAll(/^\| \[[^\]]+\]\(([^)]+)\)/gm), ([, target]) => target);
    expect(listed.sort()).toEqual(runbooks.map(({ name }) => name).sort());
  });

  it.each(runbooks)('$name has its five parts in order', ({ text }) => {
    expect(Array.from(text.matchAll(/^## (.*)$/gm), ([, title]) => title)).toEqual(SECTIONS);
  });

  it.each(pages)('$name links to what is there', ({ name, text }) => {
    const targets = Array.from(text.matchAll(/\]\(([^)#]+)(?:#[^)]*)?\)/g), ([, target = '']) => target);
    const missing = targets.filter((target) => !existsSync(join(dirname(join(DIRECTORY, name)), target)));
    expect(missing).toEqual([]);
  });

  it('runs nothing but our programs and those that an operator has', () => {
    const known = [...programs.keys(), ...OTHER_PROGRAMS];
    const unknown = commands.filter(({ words }) => !known.includes(words[0] ?? ''));
    expect(unknown).toEqual([]);
  });

  it('uses every program of ours', () => {
    expect(new Set(ours.map(({ words }) => words[0]))).toEqual(new Set(programs.keys()));
  });

  it.each(ours)('$name: $command', ({ words }) => {
    expect(faultsOf(words)).toEqual([]);
  });

  it('takes only options that exist for ones that exist', () => {
    expect(faultsOf(['anip', 'verify', '--offline', '--lock'])).toEqual(['anip verify has no --lock']);
    expect(faultsOf(['anip', 'verify', '--package'])).toEqual(['--package wants a value']);
    expect(faultsOf(['anip-registry', 'vacuum'])).toEqual(['anip-registry has no command vacuum']);
    expect(commandsOf('```sh\n(umask 077 && A=1 b --c \\\n  "d e" > f) # g\n```')).toEqual([
      ['umask', '077'],
      ['b', '--c', '"d e"', '>', 'f'],
    ]);
  });

  it.each(pages)('$name names variables, codes and metrics that exist', ({ text }) => {
    const variables = [...text.matchAll(/\bANIP_REGISTRY_[A-Z0-9_]+/g)].map(([name]) => name);
    expect(variables.filter((name) => !knownVariableNames().includes(name))).toEqual([]);
    const codes = [...text.matchAll(/`([A-Z]+(?:_[A-Z]+)+)`/g)].map(([, code = '']) => code);
    const known: readonly string[] = [...ERROR_CODES, ...DAMAGE_CLASSES, ...NOTE_CLASSES];
    expect(codes.filter((code) => !code.startsWith('ANIP_') && !known.includes(code))).toEqual([]);
    const metrics = [...text.matchAll(/\banip_registry_(?!owner|app\b|reader|monitor|backup)[a-z_]+/g)].map(
      ([name]) => name,
    );
    const source = readFileSync(join(__dirname, '../../src/metrics/registry-metrics.ts'), 'utf8');
    expect(metrics.filter((name) => !source.includes(name))).toEqual([]);
  });

  it('gives roles.sql exactly the names that it asks for', () => {
    const sql = readFileSync(join(__dirname, '../../deploy/sql/roles.sql'), 'utf8');
    const asked = new Set(Array.from(sql.matchAll(/^SELECT set_config\('[a-z_.]+', :'(\w+)'/gm), ([, name]) => name));
    const runs = commands.filter(({ words }) => words.includes('deploy/sql/roles.sql') && words[0] === 'psql');
    expect(runs.length).toBeGreaterThan(2);
    for (const { words } of runs) {
      const given = words.filter((_, index) => words[index - 1] === '-v').map((word) => word.split('=')[0]);
      expect(new Set(given)).toEqual(new Set([...asked, 'ON_ERROR_STOP']));
    }
  });
});

/** The simple commands of all shell blocks, as words: without assignments before them, comments and here-documents. */
function commandsOf(text: string): string[][] {
  const scripts = Array.from(text.matchAll(/^( *)```sh\n([^]*?)^ *```/gm), ([, , script = '']) => script);
  return scripts
    .map((script) => script.replace(/<<'(\w+)'\n[^]*?^ *\1$/gm, '').replace(/\\\n\s*/g, ' '))
    .flatMap(wordsOfCommands)
    .map((words) => words.slice(words.findIndex((word) => !/^\w+=/.test(word))))
    .filter(([first = '']) => first !== '' && !/^\w+=/.test(first));
}

/** A shell's own way of reading, as far as these pages use it: quotes, `$(...)`, comments, operators. */
function wordsOfCommands(script: string): string[][] {
  const tokens =
    script.match(/"(?:\$\([^)]*\)|[^"\\]|\\.)*"|'[^']*'|#[^\n]*|&&|[\n|;()]|(?:"[^"]*"|'[^']*'|[^\s|;()&'"])+/g) ?? [];
  const commands: string[][] = [[]];
  for (const token of tokens) {
    if (token.startsWith('#')) continue;
    if (/^(?:&&|[\n|;()])$/.test(token)) commands.push([]);
    else commands.at(-1)?.push(token);
  }
  return commands.filter((words) => words.length > 0);
}

/** What a program would say against these words; nothing for a command that is written right. */
function faultsOf([name = '', ...words]: readonly string[]): string[] {
  let command = programs.get(name);
  if (command === undefined) return [`there is no ${name}`];
  const rest = [...words.slice(0, words.includes('>') ? words.indexOf('>') : words.length)];
  let path = name;
  while (command.commands.length > 0 && rest[0] !== undefined && !rest[0].startsWith('-')) {
    const word = rest.shift() ?? '';
    const next: Command | undefined = command.commands.find((part) => part.name() === word || part.alias() === word);
    if (next === undefined) return [`${path} has no command ${word}`];
    command = next;
    path = `${path} ${word}`;
  }
  const faults: string[] = [];
  for (let flag = rest.shift(); flag !== undefined; flag = rest.shift()) {
    if (!flag.startsWith('-')) continue;
    const option: Option | undefined = command.options.find(({ long }) => long === flag);
    if (option === undefined) faults.push(`${path} has no ${flag}`);
    else if (option.required && (rest.shift() ?? '-').startsWith('-')) faults.push(`${flag} wants a value`);
  }
  return faults;
}
