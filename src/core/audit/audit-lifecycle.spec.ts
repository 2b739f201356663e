import { FRESH_LIFECYCLE } from '../lifecycle';
import { auditLifecycle, type StoredLifecycle } from './audit-lifecycle';

const VERSION = { artifact: 'a', version: '1' };
const FRESH: StoredLifecycle = {
  status: FRESH_LIFECYCLE.status,
  reason: '',
  replacement_package_id: null,
  replacement_package_version: null,
  updated_at: null,
  updated_by: null,
  revision: 0,
};
const at = (revision: number, changes: Partial<StoredLifecycle> = {}): StoredLifecycle => ({
  ...FRESH,
  status: 'deprecated',
  reason: `change ${revision}`,
  updated_at: new Date(revision * 1000),
  updated_by: 'registry-admin',
  revision,
  ...changes,
});

function classesOf(row: StoredLifecycle, history: readonly StoredLifecycle[]): string[] {
  return [...auditLifecycle(VERSION, row, history)].map((finding) => finding.class);
}

describe('auditLifecycle', () => {
  it('has nothing to say of a fresh version, nor of a history in any order', () => {
    expect(classesOf(FRESH, [])).toEqual([]);
    expect(classesOf(at(3), [at(2), at(3), at(1)])).toEqual([]);
    const replaced = at(1, { replacement_package_id: 'a', replacement_package_version: '2' });
    expect(classesOf(replaced, [replaced])).toEqual([]);
  });

  it.each([
    ['an unknown status', { status: 'gone' }],
    ['no reason', { reason: ' \u0085' }],
    ['a reason that is too long', { reason: 'x'.repeat(2001) }],
    ['half a replacement', { replacement_package_id: 'b' }],
    ['itself as replacement', { replacement_package_id: 'a', replacement_package_version: '1' }],
    ['nobody who changed it', { updated_by: null }],
  ])('finds %s', (_, changes) => {
    const row = at(1, changes);
    expect(classesOf(row, [row])).toEqual(['LIFECYCLE_INVALID']);
  });

  it.each([
    { status: 'yanked', reason: 'because' },
    { reason: 'because' },
    { updated_at: new Date() },
    { replacement_package_id: 'b', replacement_package_version: '1' },
    { revision: -1 },
  ])('finds a row that was changed without a revision: %j', (changes) => {
    expect(classesOf({ ...FRESH, ...changes }, [])).toContain('LIFECYCLE_INVALID');
  });

  it.each([
    ['nothing', []],
    ['a hole', [at(1), at(3)]],
    ['too little', [at(1), at(2)]],
    ['too much', [at(1), at(2), at(3), at(4)]],
    ['one twice', [at(1), at(2), at(2), at(3)]],
  ])('finds %s in the history of three changes', (_, history) => {
    expect(classesOf(at(3), history)).toEqual(['LIFECYCLE_HISTORY_GAP']);
  });

  it('names what differs between the row and its last change', () => {
    const findings = [...auditLifecycle(VERSION, at(1), [at(1, { status: 'yanked', updated_by: null })])];
    expect(findings).toEqual([
      {
        ...VERSION,
        table: 'package_lifecycle_history',
        class: 'LIFECYCLE_HISTORY_MISMATCH',
        detail: 'revision 1 of the history differs from the row in status, updated_by',
      },
    ]);
  });
});
