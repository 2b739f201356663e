import { StopOverdue, stopWithin } from './graceful-stop';

describe('stopWithin', () => {
  it('runs the phases one after the other', async () => {
    const seen: string[] = [];
    const phase = (name: string): { name: string; run: () => Promise<void> } => ({
      name,
      run: async () => {
        seen.push(`${name} begins`);
        await new Promise((resolve) => setImmediate(resolve));
        seen.push(`${name} ends`);
      },
    });
    await stopWithin(60_000, [phase('one'), phase('two')]);
    expect(seen).toEqual(['one begins', 'one ends', 'two begins', 'two ends']);
  });

  it('ends with the grace, and names the phase that was not over', async () => {
    const phases = [
      { name: 'quick', run: () => Promise.resolve() },
      { name: 'stuck', run: () => new Promise(() => undefined) },
    ];
    const overdue = stopWithin(20, phases);
    await expect(overdue).rejects.toThrow(StopOverdue);
    await expect(overdue).rejects.toMatchObject({
      phase: 'stuck',
      message: 'after the grace of 20 ms (ANIP_REGISTRY_SHUTDOWN_GRACE) the phase "stuck" was not over',
    });
  });

  it('ends with the fault of a phase', async () => {
    const never = jest.fn(() => Promise.resolve());
    const phases = [
      { name: 'faulty', run: () => Promise.reject(new Error('the pool is gone')) },
      { name: 'never', run: never },
    ];
    await expect(stopWithin(60_000, phases)).rejects.toThrow('the pool is gone');
    expect(never).not.toHaveBeenCalled();
  });
});
