import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ERROR_CODES } from '../../src/core/errors';
import { ERROR_STATUS } from '../../src/http/error-status';

const ROOT = join(__dirname, '..', '..');

interface Row {
  readonly code: string;
  readonly status: number;
  readonly meaning: string;
  readonly file: string;
}

/** | `CODE` | 400 | What it means. | `src/file.ts` | */
const ROW = /^\| `([A-Z0-9_]+)` \| (\d{3}) \| (.*\S) \| `([\w./-]+)` \|$/;

const lines = readFileSync(join(ROOT, 'docs/errors.md'), 'utf8').split('\n');
const rows = lines.flatMap((line): Row[] => {
  const [, code = '', status, meaning = '', file = ''] = ROW.exec(line) ?? [];
  return code === '' ? [] : [{ code, status: Number(status), meaning, file }];
});

describe('docs/errors.md', () => {
  it('has exactly one row per code, in the order of the list, and no row that is malformed', () => {
    expect(rows.map(({ code }) => code)).toEqual([...ERROR_CODES]);
    expect(lines.filter((line) => line.startsWith('| `'))).toHaveLength(ERROR_CODES.length);
  });

  it.each(rows)('$code has its status, a meaning, and the file of its rule', ({ code, status, meaning, file }) => {
    expect(status).toBe(ERROR_STATUS[code as keyof typeof ERROR_STATUS]);
    expect(meaning).toMatch(/[.;]$|\w$|`$|\)$/);
    expect(existsSync(join(ROOT, file))).toBe(true);
    expect(readFileSync(join(ROOT, file), 'utf8')).toContain(`'${code}'`);
  });
});
