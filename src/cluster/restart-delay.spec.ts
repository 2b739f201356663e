import { restartDelayMs } from './restart-delay';

describe('restartDelayMs', () => {
  it('doubles from half a second to half a minute, and stays there', () => {
    expect([0, 1, 2, 3, 4, 5, 6, 7, 1_000].map(restartDelayMs)).toEqual([
      500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000,
    ]);
  });
});
