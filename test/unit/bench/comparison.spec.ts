import { alternate, compare } from '../../../bench/comparison';

describe('compare', () => {
  const rounds = [
    { ours: 70, theirs: 100 },
    { ours: 30, theirs: 50 },
    { ours: 160, theirs: 200 },
  ];

  it("takes the median of the rounds' own ratios, not the ratio of the medians", () => {
    const result = compare({ name: 'x', unit: 'requests/s', better: 'higher', goal: 0.7 }, rounds);
    expect(result.ratios).toEqual([0.7, 0.6, 0.8]);
    expect(result).toMatchObject({ ours: 70, theirs: 100, ratio: 0.7, reached: true });
    expect(result.ratioSpread).toBeCloseTo(0.1 / 0.7);
  });

  it('reaches a goal from the side that is better', () => {
    const reached = (better: 'higher' | 'lower', goal: number): boolean | undefined =>
      compare({ name: 'x', unit: 'ms', better, goal }, rounds).reached;
    expect([reached('higher', 0.71), reached('lower', 0.71), reached('lower', 0.69)]).toEqual([false, true, false]);
    expect(compare({ name: 'x', unit: 'ms', better: 'lower' }, rounds).reached).toBeUndefined();
  });

  it.each([[[]], [[{ ours: 1, theirs: 0 }]], [[{ ours: Number.NaN, theirs: 1 }]]])('refuses rounds of %j', (bad) => {
    expect(() => compare({ name: 'x', unit: 'ms', better: 'lower' }, bad)).toThrow('has no ratio in each round');
  });
});

describe('alternate', () => {
  it('begins every other round with the second, and keeps both sides apart', async () => {
    const order: string[] = [];
    const side = (name: string) => (round: number) => {
      order.push(`${name}${round}`);
      return Promise.resolve(`${name}${round}`);
    };
    const results = await alternate(3, side('ours'), side('theirs'));
    expect(order).toEqual(['ours0', 'theirs0', 'theirs1', 'ours1', 'ours2', 'theirs2']);
    expect(results[1]).toEqual({ ours: 'ours1', theirs: 'theirs1' });
  });
});
