import { DownloadGroups } from './download-groups';

interface Version {
  readonly id: string;
  readonly version: string;
  readonly status: string;
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
});
