import { publishPackage, setLifecycle } from '../../support/publish';
import { shapeFaults } from '../../support/schemas';
import { TestApp } from '../../support/test-app';

interface Versions {
  readonly latest_version: string;
  readonly items: readonly {
    readonly package_version: string;
    readonly lifecycle: { readonly status: string };
    readonly lineage?: object;
  }[];
}

describe('GET /packages/{id}', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start();
  });
  beforeEach(() => app.empty());
  afterAll(() => app.close());

  async function versions(id: string): Promise<Versions> {
    const answer = await app.anonymous().get(`/packages/${id}`).expect(200);
    expect(shapeFaults('packageVersions', answer.body)).toEqual([]);
    return answer.body as Versions;
  }

  it('answers every version, the highest by semantic version first, and nothing of other packages', async () => {
    const published = ['1.9.0', '1.10.0', '2.0.0-rc.1', '1.10.0-beta', '0.1', 'nightly'];
    for (const version of published) await publishPackage(app, 'ordered', version);
    await publishPackage(app, 'ordered-too', '9.0.0');
    const { items, latest_version } = await versions('ordered');
    expect(items.map(({ package_version }) => package_version)).toEqual([
      '2.0.0-rc.1',
      '1.10.0',
      '1.10.0-beta',
      '1.9.0',
      'nightly',
      '0.1',
    ]);
    expect(latest_version).toBe('1.10.0');
  });

  it('shows the lifecycle of each, and means by latest the highest that is good for use', async () => {
    for (const version of ['1.0.0', '1.1.0', '1.2.0', '2.0.0-rc.1']) await publishPackage(app, 'aging', version);
    const latestAfter = async (version: string, status: string): Promise<string> => {
      await setLifecycle(app, 'aging', version, status);
      return (await versions('aging')).latest_version;
    };
    expect(await latestAfter('1.2.0', 'yanked')).toBe('1.1.0');
    expect(await latestAfter('1.1.0', 'deprecated')).toBe('1.0.0');
    expect(await latestAfter('1.0.0', 'superseded')).toBe('2.0.0-rc.1');
    expect(await latestAfter('2.0.0-rc.1', 'takedown')).toBe('1.1.0');
    expect(await latestAfter('1.2.0', 'active')).toBe('1.2.0');
    const { items } = await versions('aging');
    expect(items.map(({ package_version, lifecycle }) => [package_version, lifecycle.status])).toEqual([
      ['2.0.0-rc.1', 'takedown'],
      ['1.2.0', 'active'],
      ['1.1.0', 'deprecated'],
      ['1.0.0', 'superseded'],
    ]);
    expect(items.map(({ lineage }) => lineage !== undefined)).toEqual([false, true, true, true]);
  });

  it('addresses an id with a slash as one segment', async () => {
    await publishPackage(app, 'city/library');
    expect(await versions('city%2Flibrary')).toMatchObject({ package_id: 'city/library' });
  });

  it.each(['unknown', 'ORDERED', '%20', '%00'])('answers 404 to %s', async (id) => {
    expect(await app.anonymous().get(`/packages/${id}`)).toHaveErrorCode('PACKAGE_NOT_FOUND', 404);
  });
});
