import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DAMAGE_CLASSES, isDamage, isFindingClass, NOTE_CLASSES } from '../../src/core/audit/finding';

const ROOT = join(__dirname, '../..');

/** | `CLASS` | damage | What it means. | */
const ROW = /^\| `([A-Z_]+)` \| (damage|note) \| (.*\S) \|$/;

const lines = readFileSync(join(ROOT, 'docs/audit.md'), 'utf8').split('\n');
const rows = lines.flatMap((line) => {
  const [, name = '', kind, meaning = ''] = ROW.exec(line) ?? [];
  return name === '' ? [] : [{ name, kind, meaning }];
});

describe('docs/audit.md', () => {
  it('has exactly one row per class of finding, in the order of the list, and no row that is malformed', () => {
    expect(rows.map(({ name }) => name)).toEqual([...DAMAGE_CLASSES, ...NOTE_CLASSES]);
    expect(lines.filter((line) => /^\| `[A-Z]/.test(line))).toHaveLength(rows.length);
  });

  it.each(rows)('$name is what the table says it is', ({ name, kind, meaning }) => {
    expect(isFindingClass(name) && isDamage(name)).toBe(kind === 'damage');
    expect(meaning).toMatch(/\.$/);
  });

  it('names every member of the report', () => {
    const output = readFileSync(join(ROOT, 'src/cli/audit-output.ts'), 'utf8');
    const members = /export function auditJson[^]*?return \{([^]*?)\n {2}\};/.exec(output)?.[1] ?? '';
    const names = Array.from(members.matchAll(/^ {4}(\w+):/gm), ([, name]) => name ?? '');
    expect(names).toHaveLength(8);
    for (const name of names) expect(lines.join('\n')).toContain(`\`${name}\``);
  });
});
