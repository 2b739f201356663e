import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { blockingFaults, CHECK_NAMES, fail } from '../../src/core/verify/checks';

/** | `check_name` | present | passes when | if it fails | */
const ROW = /^\| `([a-z0-9_]+)` *\| (\S[^|]*) \| (\S[^|]*) \| (\S[^|]*) \|$/;

const lines = readFileSync(join(__dirname, '../../docs/verify.md'), 'utf8').split('\n');
const rows = lines.flatMap((line) => {
  const [, name = '', present = '', passes = '', remedy = ''] = ROW.exec(line) ?? [];
  return name === '' ? [] : [{ name, present, passes, remedy }];
});

describe('docs/verify.md', () => {
  it('has exactly one whole row per check, in the order of the list', () => {
    expect(rows.map(({ name }) => name)).toEqual([...CHECK_NAMES]);
    expect(lines.filter((line) => /^\| `[a-z0-9_]+` /.test(line))).toHaveLength(CHECK_NAMES.length);
  });

  it('marks as advice exactly what does not stop generate and lock', () => {
    const stops = new Set(blockingFaults(CHECK_NAMES.map((name) => fail(name, ''))).map(({ name }) => name));
    const advice = rows.filter(({ passes }) => passes.includes('*advice*')).map(({ name }) => name);
    expect(advice).toEqual(CHECK_NAMES.filter((name) => !stops.has(name)));
  });
});
