import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  type BaselineEntry,
  baselineOf,
  exitCodeOf,
  failures,
  judge,
  judgeEntry,
  restless,
} from '../../../bench/ratio-baseline';
import { compare } from '../../../bench/comparison';

const FACTS = {
  cores: 2,
  cpu: 'a processor',
  memoryBytes: 8e9,
  system: 'linux x64',
  node: 'v24.11.0',
  postgres: '18.0',
  commitMs: 1,
  commit: undefined,
};
const HIGH: BaselineEntry = { name: 'receipt: requests/s', better: 'higher', ratio: 0.8, bound: 0.15 };
const LOW: BaselineEntry = { name: 'start', better: 'lower', ratio: 1.4, bound: 0.15 };

function measured(name: string, better: 'higher' | 'lower', ratios: readonly number[]): ReturnType<typeof compare> {
  return compare(
    { name, better, unit: 'requests/s' },
    ratios.map((ratio) => ({ ours: ratio, theirs: 1 })),
  );
}

describe('judgeEntry', () => {
  it.each([
    ['beyond the bound in every round', HIGH, [0.6, 0.62, 0.65], 'worse'],
    ['within the bound', HIGH, [0.7, 0.71, 0.72], 'same'],
    ['beyond the bound, but one round reaches the baseline', HIGH, [0.6, 0.62, 0.81], 'same'],
    ['higher in every round', HIGH, [0.95, 0.96, 0.99], 'better'],
    ['a time that became longer', LOW, [1.7, 1.8, 1.75], 'worse'],
    ['a time that became shorter', LOW, [1.1, 1.0, 1.05], 'better'],
    ['a time that became a little longer', LOW, [1.5, 1.55, 1.45], 'same'],
  ] as const)('%s', (_, entry, ratios, outcome) => {
    expect(judgeEntry(entry, ratios).outcome).toBe(outcome);
  });

  it('says by how much, negative for the worse whichever side is better', () => {
    expect(judgeEntry(HIGH, [0.4]).change).toBeCloseTo(-0.5);
    expect(judgeEntry(LOW, [2.8]).change).toBeCloseTo(-0.5);
  });
});

describe('judge', () => {
  it('fails by what got worse and by what is not measured any more, not by what is new or better', () => {
    const baseline = { facts: FACTS, entries: [HIGH, LOW, { ...HIGH, name: 'lock: requests/s' }] };
    const verdicts = judge(baseline, [
      measured(HIGH.name, 'higher', [0.5, 0.5, 0.5]),
      measured(LOW.name, 'lower', [1, 1, 1]),
      measured('search: requests/s', 'higher', [0.1]),
    ]);
    expect(verdicts.map(({ name, outcome }) => `${name} ${outcome}`)).toEqual([
      'receipt: requests/s worse',
      'start better',
      'lock: requests/s not measured',
      'search: requests/s new',
    ]);
    expect(failures(verdicts).map(({ name }) => name)).toEqual([HIGH.name, 'lock: requests/s']);
  });

  it('finds a run the same as the baseline that was made of it', () => {
    const run = [measured('a', 'higher', [0.5, 0.9, 0.7]), measured('b', 'lower', [1.31, 1.29, 1.3])];
    expect(judge(baselineOf(FACTS, run), run).map(({ outcome }) => outcome)).toEqual(['same', 'same']);
  });
});

describe('exitCodeOf', () => {
  const codeOf = (othersShare: number, ...ratios: readonly (number | undefined)[]): number =>
    exitCodeOf(
      ratios.map((ratio) => judgeEntry(HIGH, ratio === undefined ? undefined : [ratio])),
      othersShare,
    );

  it('is 0 when nothing got worse, however busy others were', () => {
    expect([codeOf(0, 0.8, 1.2), codeOf(0.9, 0.8)]).toEqual([0, 0]);
  });

  it('is 1 when something got worse, and 2 when others were too busy to say so', () => {
    expect([codeOf(0.1, 0.8, 0.4), codeOf(0.5, 0.8, 0.4)]).toEqual([1, 2]);
  });

  it('is 1 for what is not measured any more, which is nothing that others could be the reason of', () => {
    expect([codeOf(0.5, undefined), codeOf(0.5, undefined, 0.4)]).toEqual([1, 1]);
  });
});

describe('baselineOf', () => {
  const steady = measured('steady', 'higher', [0.5, 0.5, 0.5, 0.5, 0.5]);
  const disturbed = measured('disturbed once', 'higher', [0.5, 0.5, 0.5, 0.5, 0.1]);
  const scattered = measured('scattered', 'higher', [0.46, 0.47, 0.5, 0.53, 0.54]);
  const wild = measured('wild', 'higher', [0.2, 0.3, 0.5, 0.7, 0.8]);

  it('allows three times the robust spread, from 15 to 35 %', () => {
    const { entries } = baselineOf(FACTS, [steady, disturbed, scattered, wild]);
    expect(entries.map(({ name, ratio, bound }) => ({ name, ratio, bound }))).toEqual([
      { name: 'steady', ratio: 0.5, bound: 0.15 },
      { name: 'disturbed once', ratio: 0.5, bound: 0.15 },
      { name: 'scattered', ratio: 0.5, bound: 0.2669 },
      { name: 'wild', ratio: 0.5, bound: 0.35 },
    ]);
  });

  it('names the ratios whose scatter no bound covers', () => {
    expect(restless([steady, disturbed, scattered, wild])).toEqual(['wild']);
  });
});

describe('the modules of the bench', () => {
  it('have no name of a JSON file beside them, which Node.js would load instead', () => {
    const files = readdirSync(join(__dirname, '../../../bench'));
    const named = (extension: string): string[] =>
      files.filter((file) => file.endsWith(extension)).map((file) => file.slice(0, -extension.length));
    expect(named('.json')).not.toEqual([]);
    expect(named('.ts').filter((name) => named('.json').includes(name))).toEqual([]);
  });
});
