import fc from 'fast-check';
import { drive } from '../fuzz/drive';
import { readFlags } from '../fuzz/flags';
import { PURE_TARGETS, TARGETS } from '../fuzz/targets';
import { demand, pureTarget } from '../fuzz/target';

jest.setTimeout(60_000);

/** The same cases in every run; the long runs of docs/fuzzing.md take new ones. */
const SEED = 20_261_122;
/** Enough to go through every kind of edit, and short; the processes of `cli-process` are left to the long runs. */
const CASES: Readonly<Record<string, number>> = {
  ...{ 'canonical-json': 1000, 'parse-json': 1500, 'bundle-ref': 3000, 'list-parameters': 800, hygiene: 400 },
  ...{ markdown: 150, config: 60, 'publish-rules': 30, 'cli-files': 30, 'audit-state': 500 },
};

describe('a short fuzz run', () => {
  it.each(Object.entries(CASES))('%s keeps its promise for %d cases', async (name, cases) => {
    const target = PURE_TARGETS.find((candidate) => candidate.name === name);
    if (target === undefined) throw new Error(`there is no target ${name}`);
    const outcome = await drive(target, { seed: SEED, cases });
    expect(outcome.failures).toEqual([]);
    expect(outcome.cases).toBe(cases);
  });
});

describe('the fuzzer itself', () => {
  const broken = pureTarget({
    name: 'broken',
    promise: 'no number is above 100',
    share: 1,
    batch: 50,
    cases: fc.nat(1000),
    check: (value) => demand(value <= 100, 'a number above 100', value),
  });

  it('reports a broken promise with a seed that shows it again, and the smallest case', async () => {
    const { failures } = await drive(broken, { seed: 3, cases: 200 });
    expect(failures[0]?.counterexample).toBe('[101]');
    expect(failures[0]?.reason).toContain('a number above 100: 101');
    const again = await drive(broken, { seed: failures[0]!.seed, cases: failures[0]!.batch });
    expect(again.failures[0]?.counterexample).toBe('[101]');
  });

  it('stops at its deadline', async () => {
    expect((await drive(broken, { seed: 3, cases: 200, deadline: 0 })).cases).toBe(0);
  });

  it('names what it does not know', () => {
    const known = TARGETS.map(({ name }) => name);
    expect(readFlags(['--seed', '5', '--target', 'config,hygiene'], known)).toMatchObject({
      seed: 5,
      targets: ['config', 'hygiene'],
    });
    expect(() => readFlags(['--target', 'nothing'], known)).toThrow('--target nothing is none of canonical-json,');
    expect(() => readFlags(['--cases', '0'], known)).toThrow('--cases is 0; allowed is a whole number from 1');
    expect(() => readFlags(['--color'], known)).toThrow('--color');
  });
});
