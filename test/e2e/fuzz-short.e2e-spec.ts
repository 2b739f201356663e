import { drive } from '../fuzz/drive';
import { HTTP_TARGETS } from '../fuzz/targets';

jest.setTimeout(120_000);

/** The same cases in every run; the long runs of docs/fuzzing.md take new ones. */
const SEED = 20_261_122;
const CASES: Readonly<Record<string, number>> = { 'publish-http': 40, 'read-http': 120, 'openapi-http': 120 };

describe('a short fuzz run over HTTP', () => {
  it.each(HTTP_TARGETS)('$name keeps its promise', async (target) => {
    const outcome = await drive(target, { seed: SEED, cases: CASES[target.name] ?? 0 });
    expect(outcome.failures).toEqual([]);
    expect(outcome.cases).toBeGreaterThan(0);
  });
});
