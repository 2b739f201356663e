import type { ContractDiff } from '../../core/contract-diff/diff-contracts';
import type { ContractChange } from '../../core/contract-diff/change';
import { FRESH_LIFECYCLE } from '../../core/lifecycle';
import type { PackageRecord } from '../../core/package-record';
import { compareView } from './compare.view';

const RULE = { breaking: 'capability.removed', compatible: 'capability.added', editorial: 'capability.text_changed' } as const;

type Counts = ContractDiff['counts'];

/** As a diff orders them: by capability, not by class. */
function diffOf(counts: Counts): Buffer {
  const ofClass = (name: keyof Counts): readonly ContractChange[] =>
    Array.from({ length: counts[name] }, (_, index) => ({ rule: RULE[name], class: name, summary: `${name} ${index}` }));
  const changes = [...ofClass('editorial'), ...ofClass('compatible'), ...ofClass('breaking')];
  return Buffer.from(
    JSON.stringify({ verdict: 'breaking', counts, changes, capabilities: { added: [], removed: [], changed: [] } }),
  );
}

function viewOf(counts: Counts): { readonly groups: readonly object[]; readonly omitted: string | undefined } {
  const record = { packageId: 'a', packageVersion: '1.0.0', lifecycle: FRESH_LIFECYCLE, publisherId: '', publisherType: '' };
  const sides = { from: record as PackageRecord, to: record as PackageRecord };
  return compareView({ ...sides, diff: diffOf(counts) }) as ReturnType<typeof viewOf>;
}

function groupsOf(changes: readonly ContractChange[]): readonly object[] {
  const record = { packageId: 'a', packageVersion: '1.0.0', lifecycle: FRESH_LIFECYCLE, publisherId: '', publisherType: '' };
  const counts = { breaking: changes.length, compatible: 0, editorial: 0 };
  const capabilities = { added: [], removed: [], changed: [] };
  const diff = Buffer.from(JSON.stringify({ verdict: 'breaking', counts, changes, capabilities }));
  const view = compareView({ from: record as PackageRecord, to: record as PackageRecord, diff });
  return (view as { readonly groups: readonly object[] }).groups;
}

describe('compareView', () => {
  it('never leaves out a worse change for a lesser one, and says how many there are of each', () => {
    const { groups, omitted } = viewOf({ breaking: 450, compatible: 120, editorial: 263 });
    expect(groups).toMatchObject([
      { name: 'breaking', count: '450 changes', shown: '450 changes', isCut: false, isFolded: false },
      { name: 'compatible', count: '120 changes', shown: '120 changes', isCut: false, isFolded: true },
      { name: 'editorial', count: '263 changes', shown: '30 of 263 changes', isCut: true, isFolded: true },
    ]);
    expect(omitted).toBe('233 further changes');
  });

  it('shows what is short unfolded, and no class without a change', () => {
    const { groups, omitted } = viewOf({ breaking: 1, compatible: 2, editorial: 0 });
    expect(groups).toMatchObject([
      { name: 'breaking', count: '1 change', isFolded: false },
      { name: 'compatible', count: '2 changes', isFolded: false },
    ]);
    expect(groups).toHaveLength(2);
    expect(omitted).toBeUndefined();
  });

  it('reads a long list capability by capability, and says what each is about', () => {
    const changes = Array.from({ length: 40 }, (_, index): ContractChange => ({
      rule: index % 2 === 0 ? 'capability.removed' : 'input.required_added',
      class: 'breaking',
      summary: `change ${index}`,
      ...(index < 10 ? {} : { capability_id: index < 30 ? 'a.one' : 'a.two' }),
    }));
    expect(groupsOf(changes)).toMatchObject([
      {
        byCapability: [
          { capability: '', count: '10 changes', changes: { length: 10 } },
          { capability: 'a.one', count: '20 changes', rules: expect.stringMatching(/^[^,]+, [^,]+$/) as string },
          { capability: 'a.two', count: '10 changes' },
        ],
      },
    ]);
    expect(groupsOf(changes.slice(0, 30))).toMatchObject([{ byCapability: undefined }]);
    expect(groupsOf(changes.map((change) => ({ ...change, capability_id: 'a.one' })))).toMatchObject([
      { byCapability: undefined },
    ]);
  });
});
