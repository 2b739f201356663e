import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CHANGE_CLASSES } from '../../src/core/contract-diff/rule';
import { RULES } from '../../src/core/contract-diff/rules';
import { SIDE_EFFECT_LEVELS } from '../../src/core/contract-diff/side-effects';

/** | `rule.id` | breaking | What changed | Why it has this class. | */
const ROW = /^\| `([a-z]+\.[a-z_]+)` \| ([a-z]+) \| (.*\S) \| (.*\S) \|$/;

const page = readFileSync(join(__dirname, '../../docs/contract-diff.md'), 'utf8');
const lines = page.split('\n');
const rows = lines.flatMap((line) => {
  const [, id, changeClass, title, why] = ROW.exec(line) ?? [];
  return id === undefined ? [] : [{ id, class: changeClass, title, why }];
});

describe('docs/contract-diff.md', () => {
  it('has exactly the rules of the code, in their order, with class, title and reason', () => {
    expect(rows).toEqual([...RULES]);
  });

  it('has no row of a rule that is malformed', () => {
    expect(lines.filter((line) => /^\| `[a-z]+\./.test(line))).toHaveLength(RULES.length);
  });

  it('explains every class', () => {
    for (const name of CHANGE_CLASSES) expect(page).toContain(`\n| ${name} | `);
  });

  it('states the ranks of side-effect levels', () => {
    const ranks = SIDE_EFFECT_LEVELS.map((words) => words.map((word) => `\`${word}\``).join(' = ')).join(' < ');

    expect(page.replaceAll('\n', ' ')).toContain(ranks);
  });
});
