import { DownloadGroups } from './download-groups';

interface Version {
  readonly id: string;
  readonly version: string;
  readonly status: string;
}

/** A commit that is under way. */
interface Held {
  readonly downloads: number;
  readonly end: () => void;
}

/** A store with one version, which is active and was downloaded ten times. */
function activeVersion(): { groups: DownloadGroups<Version, Version & { downloadCount: number }>; calls: number[] } {
  let total = 10;
  const calls: number[] = [];
  const groups = new DownloadGroups<Version, Version & { downloadCount: number }>({
    countAll: async (tallies) => {
      calls.push(tallies.length);
      await new Promise((resolve) => setTimeout(resolve, 5));
      return tallies
        .filter(({ artifact }) => artifact.id === 'known' && artifact.status === 'active')
        .map(({ artifact, downloads }) => ({ ...artifact, downloadCount: (total += downloads) }));
    },
    textOf: ({ id, version, status }) => `${id} ${version} ${status}`,
    artifactOf: (counted) => counted,
  });
  return { groups, calls };
}

const ACTIVE = { id: 'known', version: '1.0.0', status: 'active' };

describe('DownloadGroups', () => {
  it('tells each download its own number, in the order of arrival', async () => {
    const { groups, calls } = activeVersion();
    const counted = await Promise.all([ACTIVE, ACTIVE, ACTIVE].map((artifact) => groups.count(artifact)));
    expect(counted.map((each) => each?.downloadCount)).toEqual([11, 12, 13]);
    expect(calls).toEqual([1]);
  });

  it('counts none for who let the same version through as something else, in the same group', async () => {
    const { groups, calls } = activeVersion();
    const asked = [ACTIVE, { ...ACTIVE, status: 'yanked' }, ACTIVE, { ...ACTIVE, id: 'unknown' }];
    const counted = await Promise.all(asked.map((artifact) => groups.count(artifact)));
    expect(counted.map((each) => each?.downloadCount)).toEqual([11, undefined, 12, undefined]);
    expect(calls).toEqual([3]);
  });

  it('puts whoever comes during a commit into the next group', async () => {
    const { groups, calls } = activeVersion();
    const first = groups.count(ACTIVE);
    await new Promise((resolve) => setTimeout(resolve, 2));
    const others = [groups.count(ACTIVE), groups.count(ACTIVE)];
    expect((await Promise.all([first, ...others])).map((each) => each?.downloadCount)).toEqual([11, 12, 13]);
    expect(calls).toEqual([1, 1]);
  });

  it('tells everybody of a group that could not be committed, and goes on', async () => {
    let isBroken = true;
    const groups = new DownloadGroups<Version, Version & { downloadCount: number }>({
      countAll: async () => {
        await Promise.resolve();
        if (isBroken) throw new Error('the disk is full');
        return [{ ...ACTIVE, downloadCount: 1 }];
      },
      textOf: ({ id }) => id,
      artifactOf: (counted) => counted,
    });
    const refused = await Promise.allSettled([groups.count(ACTIVE), groups.count(ACTIVE)]);
    expect(refused.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    isBroken = false;
    expect(await groups.count(ACTIVE)).toEqual({ ...ACTIVE, downloadCount: 1 });
  });

  describe('of a store whose commits are slow', () => {
    /** Each commit ends when the test says so. */
    function heldStore(): { groups: DownloadGroups<Version, Version & { downloadCount: number }>; held: Held[] } {
      const held: Held[] = [];
      const groups = new DownloadGroups<Version, Version & { downloadCount: number }>({
        countAll: (tallies) =>
          new Promise((resolve) => {
            const downloads = tallies.reduce((sum, tally) => sum + tally.downloads, 0);
            const counted = tallies.map(({ artifact }) => ({ ...artifact, downloadCount: downloads }));
            held.push({ downloads, end: () => void setTimeout(() => resolve(counted), 5) });
          }),
        textOf: ({ id }) => id,
        artifactOf: (counted) => counted,
      });
      return { groups, held };
    }
    const untilHeld = async (held: readonly Held[], count: number): Promise<void> => {
      while (held.length < count) await new Promise((resolve) => setTimeout(resolve, 1));
    };

    it('waits for those whom it has just answered: they ask again, and share a group with who came meanwhile', async () => {
      const { groups, held } = heldStore();
      const first = [groups.count(ACTIVE), groups.count(ACTIVE)];
      await untilHeld(held, 1);
      const meanwhile = groups.count(ACTIVE);
      held[0]?.end();
      const again = first.map(async (answered) => {
        await answered;
        await new Promise((resolve) => setImmediate(resolve));
        return groups.count(ACTIVE);
      });
      await untilHeld(held, 2);
      held[1]?.end();
      await Promise.all([meanwhile, ...again]);
      expect(held.map(({ downloads }) => downloads)).toEqual([2, 3]);
    });

    it('waits after a single download too, when another one waits already', async () => {
      const { groups, held } = heldStore();
      const first = groups.count(ACTIVE);
      await untilHeld(held, 1);
      const meanwhile = groups.count(ACTIVE);
      held[0]?.end();
      await first;
      const again = new Promise((resolve) => setImmediate(resolve)).then(() => groups.count(ACTIVE));
      await untilHeld(held, 2);
      held[1]?.end();
      await Promise.all([meanwhile, again]);
      expect(held.map(({ downloads }) => downloads)).toEqual([1, 2]);
    });
  });
});
