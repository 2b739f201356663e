import { Gathering } from './gathering';

describe('Gathering', () => {
  let size: number;
  let gathering: Gathering;
  beforeEach(() => {
    jest.useFakeTimers();
    size = 0;
    gathering = new Gathering(() => size);
  });
  afterEach(() => jest.useRealTimers());

  const arrive = (count: number): void => {
    for (let each = 0; each < count; each += 1) {
      size += 1;
      gathering.arrived();
    }
  };

  /** After how long the next group may begin; `arrivals` has how many arrive before which millisecond. */
  const waited = async (answered: number, tookMs: number, arrivals: Readonly<Record<number, number>> = {}) => {
    const over = gathering.wait(answered, tookMs).then(() => true);
    const isOver = (): Promise<boolean> => Promise.race([over, jest.advanceTimersByTimeAsync(0).then(() => false)]);
    for (let ms = 0; ; ms += 1) {
      arrive(arrivals[ms] ?? 0);
      if (await isOver()) return ms;
      await jest.advanceTimersByTimeAsync(1);
    }
  };

  it('waits until all are back that were answered', async () => {
    expect(await waited(8, 8, { 0: 5, 2: 3 })).toBe(2);
    expect(size).toBe(8);
  });

  it('waits for them beside those who are there already', async () => {
    size = 8;
    expect(await waited(8, 8, { 1: 7, 3: 1 })).toBe(3);
    expect(size).toBe(16);
  });

  it.each([
    [3, 2],
    [4, 2],
    [8, 4],
    [10, 5],
    [80, 5],
  ])('waits no longer than half of what a group took, when that was %i ms: %i ms', async (tookMs, waitMs) => {
    expect(await waited(8, tookMs, { 0: 7 })).toBe(waitMs);
  });

  it.each<[string, number, number, number]>([
    ['a fast group', 8, 8, 1.9],
    ['a group that was not answered', 0, 8, 8],
    ['one by itself', 1, 0, 8],
    ['a few, when many are there already', 3, 4, 8],
  ])('does not wait after %s', async (_, answered, before, tookMs) => {
    size = before;
    expect(await waited(answered, tookMs)).toBe(0);
  });

  it('stops waiting where clients do not come back, and tries again after fifteen groups', async () => {
    expect(await waited(8, 8, { 0: 3 })).toBe(4);
    for (let group = 0; group < 15; group += 1) {
      size = 0;
      expect(await waited(8, 8)).toBe(0);
    }
    expect(await waited(8, 8, { 0: 4 })).toBe(4);
    size = 0;
    expect(await waited(8, 8, { 1: 8 })).toBe(1);
  });

  it('leaves no timer behind when all are back', async () => {
    await waited(2, 8, { 0: 2 });
    expect(jest.getTimerCount()).toBe(0);
  });
});
