import { DataSource } from 'typeorm';
import type { JsonObject } from '../../../src/core/json/json-value';
import { publishPackage, publishTemplate, setLifecycle } from '../../support/publish';
import { shapeFaults } from '../../support/schemas';
import { TestApp } from '../../support/test-app';

const ID = 'city-library-lending';
const PATH = `/packages/${ID}/1.0.0`;

describe('GET /packages/{id}/{version}/download', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start();
  });
  beforeEach(async () => {
    await app.empty();
    await publishPackage(app, ID);
  });
  afterAll(() => app.close());

  const countOf = (answer: { readonly body: unknown }): number =>
    (answer.body as { download_count: number }).download_count;
  const ascending = (count: number, from = 1): number[] => Array.from({ length: count }, (_, index) => from + index);

  /** Total and sum of the days of one version. */
  async function stored(version = '1.0.0', id = ID): Promise<{ total: number; days: number }> {
    const [row] = await app.sql<{ total: string; days: string }>(
      `SELECT (SELECT download_count FROM registry.package_version_stats WHERE package_id = $1 AND package_version = $2) AS total,
              (SELECT coalesce(sum(downloads), 0) FROM registry.downloads_daily
                WHERE artifact_kind = 'package' AND artifact_id = $1 AND version = $2) AS days`,
      [id, version],
    );
    return { total: Number(row?.total), days: Number(row?.days) };
  }

  it('answers the record with its own count, to be kept as a file and by no cache', async () => {
    const answer = await app.anonymous().get(`${PATH}/download`).expect(200);
    expect(shapeFaults('record', answer.body)).toEqual([]);
    expect(answer.headers).toMatchObject({
      'content-type': 'application/json',
      'content-disposition': `attachment; filename="${ID}-1.0.0.anip-package.json"`,
      'cache-control': 'no-store',
    });
    const inspected = (await app.anonymous().get(PATH)).body as JsonObject;
    expect(answer.body).toEqual(inspected);
    expect(countOf(answer)).toBe(1);
  });

  it('has no ETag and answers no 304', async () => {
    const { etag } = (await app.anonymous().get(PATH)).headers;
    const answer = await app
      .anonymous()
      .get(`${PATH}/download`)
      .set({ 'If-None-Match': `${String(etag)}, *`, 'If-Modified-Since': new Date().toUTCString() });
    expect(answer).toHaveStatus(200);
    expect(answer.headers).not.toHaveProperty('etag');
    expect(countOf(answer)).toBe(1);
  });

  it('counts each of 200 downloads at once exactly once, and tells each its own number', async () => {
    const answers = await Promise.all(ascending(200).map(() => app.anonymous().get(`${PATH}/download`)));
    expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
    expect(answers.map(countOf).sort((a, b) => a - b)).toEqual(ascending(200));
    expect(await stored()).toEqual({ total: 200, days: 200 });
    expect(countOf(await app.anonymous().get(PATH))).toBe(200);
  });

  it('counts together with another replica on the same database', async () => {
    const other = await TestApp.start({ database: app.database });
    const answers = await Promise.all(
      ascending(120).map((n) => (n % 2 === 0 ? app : other).anonymous().get(`${PATH}/download`)),
    );
    expect(answers.map(countOf).sort((a, b) => a - b)).toEqual(ascending(120));
    expect(await stored()).toEqual({ total: 120, days: 120 });
    await other.close();
  });

  it('counts many versions at once, each by itself, from two replicas in opposite order', async () => {
    const versions = ascending(10).map((n) => `2.0.${n}`);
    for (const version of versions) await publishPackage(app, ID, version);
    const other = await TestApp.start({ database: app.database });
    const rounds = ascending(8).flatMap(() => [
      ...versions.map((version) => [app, version] as const),
      ...versions.toReversed().map((version) => [other, version] as const),
    ]);
    const answers = await Promise.all(
      rounds.map(async ([by, version]) => ({
        version,
        answer: await by.anonymous().get(`/packages/${ID}/${version}/download`),
      })),
    );
    for (const version of versions) {
      const counts = answers.filter((one) => one.version === version).map(({ answer }) => countOf(answer));
      expect(counts.sort((a, b) => a - b)).toEqual(ascending(16));
      expect(await stored(version)).toEqual({ total: 16, days: 16 });
    }
    await other.close();
  });

  it('counts packages and templates of one name apart', async () => {
    await publishTemplate(app, ID);
    await app.anonymous().get(`/templates/${ID}/1.0.0/download`).expect(200);
    expect(await stored()).toEqual({ total: 0, days: 0 });
    await app.anonymous().get(`${PATH}/download`).expect(200);
    expect((await app.anonymous().get(`/templates/${ID}/1.0.0`)).body).toMatchObject({ download_count: 1 });
  });

  it('does not count HEAD, which has the headers of GET', async () => {
    for (const head of await Promise.all(ascending(5).map(() => app.anonymous().head(`${PATH}/download`)))) {
      expect(head).toHaveStatus(200);
      expect(head.headers).toMatchObject({
        'content-disposition': `attachment; filename="${ID}-1.0.0.anip-package.json"`,
        'cache-control': 'no-store',
      });
    }
    expect(await stored()).toEqual({ total: 0, days: 0 });
  });

  it('does not count what the gate refuses, what is unknown, and what only looks', async () => {
    await setLifecycle(app, ID, '1.0.0', 'yanked');
    await app.anonymous().get(`${PATH}/download`).expect(410);
    await app.anonymous().get(`/packages/${ID}/9.9.9/download`).expect(404);
    await app.anonymous().post(`${PATH}/download`, '').expect(405);
    for (const suffix of ['', '/receipt', '/lock?allow_yanked=true']) {
      await app.anonymous().get(`${PATH}${suffix}`).expect(200);
    }
    expect(await stored()).toEqual({ total: 0, days: 0 });
    await app.anonymous().get(`${PATH}/download?allow_yanked=true`).expect(200);
    expect(await stored()).toEqual({ total: 1, days: 1 });
  });

  it('asks the store once for what was downloaded before: the count says whether it is still let through', async () => {
    await app.anonymous().get(`${PATH}/download`).expect(200);
    const runners = jest.spyOn(app.app.get(DataSource), 'createQueryRunner');
    await app.anonymous().get(`${PATH}/download`).expect(200);
    expect(runners).toHaveBeenCalledTimes(1);
    runners.mockRestore();
  });

  it('follows every change that another replica makes, and answers the state that it was counted in', async () => {
    const other = await TestApp.start({ database: app.database });
    const download = async (query = ''): Promise<readonly [number, unknown, unknown]> => {
      const answer = await app.anonymous().get(`${PATH}/download${query}`);
      const { lifecycle, download_count } = answer.body as {
        lifecycle?: { status: string };
        download_count?: number;
      };
      return [answer.status, lifecycle?.status, download_count];
    };
    expect(await download()).toEqual([200, 'active', 1]);
    await setLifecycle(other, ID, '1.0.0', 'deprecated');
    expect(await download()).toEqual([200, 'deprecated', 2]);
    await setLifecycle(other, ID, '1.0.0', 'yanked');
    expect((await download())[0]).toBe(410);
    expect(await download('?allow_yanked=true')).toEqual([200, 'yanked', 3]);
    expect((await download())[0]).toBe(410);
    await setLifecycle(other, ID, '1.0.0', 'active');
    expect(await download()).toEqual([200, 'active', 4]);
    await setLifecycle(other, ID, '1.0.0', 'takedown');
    expect((await download('?allow_yanked=true'))[0]).toBe(410);
    expect(await stored()).toEqual({ total: 4, days: 4 });
    await other.close();
  });

  it('is answered only after the count is durable: a download that cannot be counted is refused', async () => {
    await app.sql(`CREATE FUNCTION registry.break_count() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN RAISE EXCEPTION 'no counting today' USING ERRCODE = '57P01'; END $$`);
    await app.sql(`CREATE TRIGGER break_count BEFORE INSERT ON registry.downloads_daily
      FOR EACH ROW EXECUTE FUNCTION registry.break_count()`);
    try {
      const answers = await Promise.all(ascending(10).map(() => app.anonymous().get(`${PATH}/download`)));
      for (const answer of answers) expect(answer).toHaveErrorCode('STORE_UNAVAILABLE', 503);
    } finally {
      await app.sql('DROP FUNCTION registry.break_count() CASCADE');
    }
    expect(await stored()).toEqual({ total: 0, days: 0 });
    expect(countOf(await app.anonymous().get(`${PATH}/download`))).toBe(1);
  });
});
