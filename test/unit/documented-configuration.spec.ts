import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FILE_SUFFIX, knownVariableNames, VARIABLES, type Variable } from '../../src/config/variables';

const ROOT = join(__dirname, '..', '..');
const variables: readonly Variable[] = VARIABLES;

function linesOf(file: string): string[] {
  return readFileSync(join(ROOT, file), 'utf8').split('\n');
}

function tableRow({ name, fallback, allowed, meaning, secret }: Variable): string {
  const shownDefault = fallback === undefined ? '-' : `\`${fallback}\``;
  return `| \`${name}\` | ${shownDefault} | ${allowed} | ${meaning} | ${secret ? 'yes' : 'no'} |`;
}

/** A comment that explains, then the variable with its default, commented out: a copy of the file changes nothing. */
function exampleLines({ name, fallback = '', allowed, meaning, secret }: Variable): string[] {
  const assignments = [`# ${name}=${fallback}`, ...(secret ? [`# ${name}${FILE_SUFFIX}=`] : [])];
  return [`# ${meaning}.`, `# Allowed: ${allowed}.`, ...assignments];
}

describe('the documentation of the configuration', () => {
  it('has one row per variable in docs/configuration.md, as the table of variables says', () => {
    const rows = linesOf('docs/configuration.md').filter((line) => line.startsWith('| `ANIP_REGISTRY_'));
    expect(rows).toEqual(variables.map(tableRow));
  });

  it('has every variable in .env.example, and no other', () => {
    const assigned = linesOf('.env.example').flatMap((line) => /^(?:# )?(ANIP_REGISTRY_\w+)=/.exec(line)?.[1] ?? []);
    expect(assigned).toEqual(knownVariableNames());
  });

  it('explains every variable in .env.example, with its default', () => {
    const text = linesOf('.env.example').join('\n');
    for (const variable of variables) expect(text).toContain(`\n\n${exampleLines(variable).join('\n')}\n`);
  });

  it('passes only known variables on in docker-compose.yml', () => {
    const passed = linesOf('docker-compose.yml').flatMap((line) => /^ {6}(ANIP_REGISTRY_\w+):/.exec(line)?.[1] ?? []);
    expect(passed.length).toBeGreaterThan(10);
    expect(knownVariableNames()).toEqual(expect.arrayContaining(passed));
  });
});
