import { setImmediate as nextTurn } from 'node:timers/promises';
import { PatientTurns, withPatience } from './patience';

describe('withPatience', () => {
  it('gives what the work gives, or throws what it throws', async () => {
    await expect(withPatience(Promise.resolve('done'))).resolves.toBe('done');
    await expect(withPatience(Promise.reject(new Error('lost')))).rejects.toThrow('lost');
  });

  it('gives up waiting', async () => {
    await expect(withPatience(new Promise(() => undefined))).resolves.toBeUndefined();
  });
});

describe('PatientTurns', () => {
  it('lets a few that hang be overtaken, and no more until one of them ends', async () => {
    const turns = new PatientTurns();
    const begun: number[] = [];
    const ends: (() => void)[] = [];
    const all = (async () => {
      for (let number = 1; number <= 5; number += 1) {
        await turns.run(() => {
          begun.push(number);
          return new Promise((resolve) => ends.push(resolve));
        });
      }
    })();
    while (begun.length < 3) await new Promise((resolve) => setTimeout(resolve, 10));
    // Longer than anybody is patient.
    await new Promise((resolve) => setTimeout(resolve, 250));
    expect(begun).toEqual([1, 2, 3]);
    ends[1]?.();
    while (begun.length < 4) await nextTurn();
    expect(begun).toEqual([1, 2, 3, 4]);
    ends[0]?.();
    while (begun.length < 5) await new Promise((resolve) => setTimeout(resolve, 10));
    for (const end of ends) end();
    await all;
  });
});
