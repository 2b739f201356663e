import { randomBytes } from 'node:crypto';
import { escapeIdentifier, escapeLiteral } from 'pg';
import type { JsonObject } from '../../../src/core/json/json-value';
import { samplePackage } from '../../support/demo-requests';
import { publishPackage } from '../../support/publish';
import { sampleTemplate } from '../../support/sample-template';
import { TestApp } from '../../support/test-app';
import { query } from '../../support/test-server';
import { TinyDisk } from '../../support/tiny-disk';

/** A package with about 400 kB that no compression makes smaller. */
function bulkyPackage(version: string): Record<string, unknown> {
  const manifest = { ...(samplePackage().manifest as JsonObject), notes: randomBytes(300_000).toString('base64') };
  return samplePackage({ package_id: 'bulky', package_version: version, manifest });
}

describe('a disk that is full', () => {
  let app: TestApp;
  let disk: TinyDisk | undefined;

  beforeAll(async () => {
    disk = await TinyDisk.mount(4);
  });
  beforeEach(async () => {
    app = await TestApp.start();
    await publishPackage(app, 'there');
  });
  afterEach(() => app.close());
  afterAll(() => disk?.unmount());

  it('refuses the publish with 503 and STORE_FULL at any table, stores nothing and goes on reading', async () => {
    await app.sql(`CREATE FUNCTION registry.no_space() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN RAISE EXCEPTION 'could not extend file "base/1/2": No space left on device' USING ERRCODE = '53100'; END $$`);
    const tables = ['blobs', 'artifacts', 'package_versions', 'receipts', 'package_lifecycle', 'artifact_search'];
    for (const table of tables) {
      await app.sql(`CREATE TRIGGER a_no_space BEFORE INSERT ON registry.${table}
        FOR EACH ROW EXECUTE FUNCTION registry.no_space()`);
      const before = await app.rowCounts();
      const answer = await app.publisher().publishPackage(samplePackage());
      expect(answer).toHaveErrorCode('STORE_FULL', 503);
      expect(answer.headers['retry-after']).toBe('5');
      expect(answer.text).not.toContain('base/1/2');
      expect(await app.rowCounts()).toEqual(before);
      await app.anonymous().get('/packages/there/1.0.0').expect(200);
      await app.anonymous().get('/publications').expect(200);
      await app.sql(`DROP TRIGGER a_no_space ON registry.${table}`);
    }
    await app.publisher().publishPackage(samplePackage()).expect(201);
  });

  it('refuses a template and an uncountable download in the same way', async () => {
    await app.sql(`CREATE FUNCTION registry.no_space() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN RAISE EXCEPTION 'full' USING ERRCODE = '53100'; END $$`);
    for (const table of ['template_versions', 'downloads_daily']) {
      await app.sql(`CREATE TRIGGER a_no_space BEFORE INSERT ON registry.${table}
        FOR EACH ROW EXECUTE FUNCTION registry.no_space()`);
    }
    const before = await app.rowCounts();
    expect(await app.publisher().publishTemplate(sampleTemplate())).toHaveErrorCode('STORE_FULL', 503);
    const download = await app.anonymous().get('/packages/there/1.0.0/download');
    expect(download).toHaveErrorCode('STORE_FULL', 503);
    expect((await app.anonymous().get('/packages/there/1.0.0')).body).toMatchObject({ download_count: 0 });
    expect(await app.rowCounts()).toEqual(before);
  });

  it('is met for real on a disk of 4 MiB where one can be mounted, and is over when there is room again', async () => {
    if (disk === undefined) {
      console.warn(
        'a tmpfs can only be mounted by root on the machine of the test server: not tested with a real disk',
      );
      return;
    }
    const { superuserUrl } = app.database;
    const space = `anip_test_${randomBytes(6).toString('hex')}`;
    await query(
      superuserUrl,
      `CREATE TABLESPACE ${escapeIdentifier(space)} LOCATION ${escapeLiteral(disk.location)}`,
      `ALTER TABLE registry.blobs SET TABLESPACE ${escapeIdentifier(space)}`,
    );
    try {
      let published = 0;
      let answer = await app.publisher().publishPackage(bulkyPackage('1.0.0'));
      while (answer.status === 201 && published < 50) {
        published += 1;
        answer = await app.publisher().publishPackage(bulkyPackage(`1.0.${published}`));
      }
      expect(answer).toHaveErrorCode('STORE_FULL', 503);
      expect(answer.text).not.toContain(disk.location);
      expect(published).toBeGreaterThan(1);
      expect(await app.rowCounts()).toMatchObject({
        package_versions: 1 + published,
        receipts: 1 + published,
        package_lifecycle: 1 + published,
        artifact_search: 1 + published,
      });
      for (let version = 0; version < published; version += 1) {
        await app.anonymous().get(`/packages/bulky/1.0.${version}`).expect(200);
      }
      await app.anonymous().get(`/packages/bulky/1.0.${published}`).expect(404);

      await disk.grow(32);
      await app
        .publisher()
        .publishPackage(bulkyPackage(`1.0.${published}`))
        .expect(201);
    } finally {
      await query(
        superuserUrl,
        'ALTER TABLE registry.blobs SET TABLESPACE pg_default',
        `DROP TABLESPACE ${escapeIdentifier(space)}`,
      );
    }
  }, 30_000);
});
