import type { JsonObject } from '../../../src/core/json/json-value';
import { publishPackage, setLifecycle } from '../../support/publish';
import { RawHttp } from '../../support/raw-http';
import { shapeFaults } from '../../support/schemas';
import { FixedClock, PUBLISH_TOKEN, TestApp } from '../../support/test-app';

const ID = 'city-library-lending';
const ADMIN_PATH = `/admin/packages/${ID}/1.0.0/lifecycle`;
const STATES = ['active', 'superseded', 'deprecated', 'yanked', 'takedown'] as const;

describe('PATCH /admin/packages/{id}/{version}/lifecycle', () => {
  const clock = new FixedClock(new Date('2026-10-01T12:00:00Z'));
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start({ clock });
  });
  beforeEach(async () => {
    await app.empty();
    await publishPackage(app, ID);
  });
  afterAll(() => app.close());

  const history = (): Promise<JsonObject[]> =>
    app.sql<JsonObject & object>(
      `SELECT revision, status, reason, replacement_package_id, replacement_package_version, updated_by
         FROM registry.package_lifecycle_history ORDER BY history_id`,
    );
  const revision = async (): Promise<unknown> =>
    (await app.sql<{ revision: number }>('SELECT revision FROM registry.package_lifecycle'))[0]?.revision;

  it('answers the record with the new lifecycle, and writes one row of history', async () => {
    clock.time = new Date('2026-10-02T08:30:00Z');
    const answer = await app.admin().patch(ADMIN_PATH, {
      status: ' deprecated ',
      reason: '  use the next one ',
      replacement_package_id: ID,
      replacement_package_version: '2.0.0',
    });
    expect(answer).toHaveStatus(200);
    expect(answer.headers['cache-control']).toBe('no-store');
    const { package: record } = answer.body as { package: JsonObject };
    expect(shapeFaults('record', record)).toEqual([]);
    expect(record.lifecycle).toEqual({
      status: 'deprecated',
      reason: 'use the next one',
      replacement: { package_id: ID, package_version: '2.0.0' },
      updated_at: '2026-10-02T08:30:00Z',
      updated_by: 'registry-admin',
    });
    expect((await app.anonymous().get(`/packages/${ID}/1.0.0`)).body).toEqual(record);
    expect(await history()).toEqual([
      {
        revision: 1,
        status: 'deprecated',
        reason: 'use the next one',
        replacement_package_id: ID,
        replacement_package_version: '2.0.0',
        updated_by: 'registry-admin',
      },
    ]);
  });

  it('goes from every state to every other, and keeps the whole history', async () => {
    const walked = STATES.flatMap((from) => STATES.flatMap((to) => [from, to]));
    for (const status of walked) await setLifecycle(app, ID, '1.0.0', status);
    expect((await history()).map(({ status }) => status)).toEqual(walked);
    expect((await history()).map((row) => row.revision)).toEqual(walked.map((_, index) => index + 1));
  });

  it('forgets reason and replacement of the state before', async () => {
    await setLifecycle(app, ID, '1.0.0', 'yanked', {
      replacement_package_id: 'other',
      replacement_package_version: '1',
    });
    await setLifecycle(app, ID, '1.0.0', 'active');
    const { lifecycle } = (await app.anonymous().get(`/packages/${ID}/1.0.0`)).body as { lifecycle: object };
    expect(Object.keys(lifecycle)).toEqual(['status', 'updated_at', 'updated_by']);
  });

  it('never changes what was signed', async () => {
    const receipt = (await app.anonymous().get(`/packages/${ID}/1.0.0/receipt`)).text;
    const before = (await app.anonymous().get(`/packages/${ID}/1.0.0`)).body as JsonObject;
    await setLifecycle(app, ID, '1.0.0', 'yanked');
    const after = (await app.anonymous().get(`/packages/${ID}/1.0.0`)).body as JsonObject;
    expect({ ...after, lifecycle: before.lifecycle }).toEqual(before);
    expect((await app.anonymous().get(`/packages/${ID}/1.0.0/receipt`)).text).toBe(receipt);
  });

  describe('refuses, and changes nothing', () => {
    afterEach(async () => {
      expect(await revision()).toBe(0);
      expect(await history()).toEqual([]);
    });

    it.each([
      ['no status', {}, '/status'],
      ['an unknown status', { status: 'deleted', reason: 'x' }, '/status'],
      ['a status in another case', { status: 'Yanked', reason: 'x' }, '/status'],
      ['no reason', { status: 'yanked' }, '/reason'],
      ['a blank reason', { status: 'takedown', reason: ' \u00a0 ' }, '/reason'],
      ['a reason of 2001 characters', { status: 'yanked', reason: 'a'.repeat(2001) }, '/reason'],
      ['a reason with U+0000', { status: 'yanked', reason: 'a\u0000b' }, '/reason'],
      [
        'a replacement id without version',
        { status: 'superseded', reason: 'x', replacement_package_id: ID },
        '/replacement_package_version',
      ],
      [
        'a replacement version without id',
        { status: 'superseded', reason: 'x', replacement_package_version: '2.0.0' },
        '/replacement_package_id',
      ],
      [
        'the version itself as replacement',
        { status: 'superseded', reason: 'x', replacement_package_id: ID, replacement_package_version: '1.0.0' },
        '/replacement_package_version',
      ],
    ])('%s', async (_, body, pointer) => {
      const answer = await app.admin().patch(ADMIN_PATH, body);
      expect(answer).toHaveErrorCode('LIFECYCLE_INVALID', 400);
      expect(shapeFaults('problem', answer.body)).toEqual([]);
      expect(answer.body).toMatchObject({ details: { pointer } });
    });

    it.each([
      ['a replacement id outside the grammar', { replacement_package_id: '../x' }, 'ARTIFACT_ID_INVALID'],
      ['a replacement version outside the grammar', { replacement_package_version: 'a b' }, 'ARTIFACT_VERSION_INVALID'],
      ['a reason that is no string', { reason: 7 }, 'MEMBER_TYPE_INVALID'],
    ])('%s', async (_, changes, code) => {
      const body = {
        status: 'superseded',
        reason: 'x',
        replacement_package_id: 'a',
        replacement_package_version: '1',
        ...changes,
      };
      expect(await app.admin().patch(ADMIN_PATH, body)).toHaveErrorCode(code, 400);
    });

    it('a body that is no JSON, is empty, or is larger than 64 KiB', async () => {
      expect(await app.admin().patch(ADMIN_PATH, '{"status"')).toHaveErrorCode('JSON_SYNTAX', 400);
      expect(await app.admin().patch(ADMIN_PATH, '')).toHaveErrorCode('BODY_EMPTY', 400);
      const large = { status: 'yanked', reason: 'x'.repeat(65_536) };
      expect(await app.admin().patch(ADMIN_PATH, large)).toHaveErrorCode('BODY_TOO_LARGE', 413);
    });

    it('everybody without the admin token, before a byte of the body has arrived', async () => {
      const body = { status: 'yanked', reason: 'x' };
      for (const client of [app.anonymous(), app.publisher(), app.admin('test-admin-token-2')]) {
        expect(await client.patch(ADMIN_PATH, body)).toHaveErrorCode('ADMIN_TOKEN_REQUIRED', 403);
      }
      const connection = await RawHttp.open(app.port);
      connection.head(
        `PATCH /registry-api/v1${ADMIN_PATH} HTTP/1.1`,
        'Host: localhost',
        `Authorization: Bearer ${PUBLISH_TOKEN}`,
        'Content-Length: 60000',
      );
      expect(await connection.answer()).toMatchObject({ status: 403 });
      connection.close();
    });

    it('everybody when no admin token is configured', async () => {
      const closed = await TestApp.start({ database: app.database, env: { ANIP_REGISTRY_ADMIN_TOKEN: '' } });
      for (const client of [closed.anonymous(), closed.admin(), closed.publisher()]) {
        const answer = await client.patch(ADMIN_PATH, { status: 'yanked', reason: 'x' });
        expect(answer).toHaveErrorCode('ADMIN_TOKEN_REQUIRED', 403);
      }
      await closed.close();
    });

    it('a version that does not exist', async () => {
      const body = { status: 'yanked', reason: 'x' };
      for (const path of [`/admin/packages/${ID}/9.9.9/lifecycle`, '/admin/packages/%00/1/lifecycle']) {
        expect(await app.admin().patch(path, body)).toHaveErrorCode('PACKAGE_NOT_FOUND', 404);
      }
    });
  });

  /** What decides is `revision = $9` in change-lifecycle.service.ts: without it changes overwrite each other unseen. */
  it('of changes at the same time lets each succeed on its own revision, or refuses it as a conflict', async () => {
    const other = await TestApp.start({ database: app.database });
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        (index % 2 === 0 ? app : other).admin().patch(ADMIN_PATH, { status: 'deprecated', reason: `rival ${index}` }),
      ),
    );
    for (const answer of answers.filter(({ status }) => status !== 200)) {
      expect(answer).toHaveErrorCode('LIFECYCLE_CONFLICT', 409);
    }
    const succeeded = answers.flatMap(({ status }, index) => (status === 200 ? [`rival ${index}`] : []));
    const rows = await history();
    expect(rows.map(({ reason }) => reason).sort()).toEqual(succeeded.sort());
    expect(rows.map((row) => row.revision)).toEqual(rows.map((_, index) => index + 1));
    expect(await revision()).toBe(succeeded.length);
    await other.close();
  });

  it('loses no change and writes no history when the change itself fails', async () => {
    await app.sql(`CREATE FUNCTION registry.break_history() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN RAISE EXCEPTION 'no history today'; END $$`);
    await app.sql(`CREATE TRIGGER break_history BEFORE INSERT ON registry.package_lifecycle_history
      FOR EACH ROW EXECUTE FUNCTION registry.break_history()`);
    try {
      const answer = await app.admin().patch(ADMIN_PATH, { status: 'yanked', reason: 'x' });
      expect(answer).toHaveErrorCode('INTERNAL_ERROR', 500);
      expect(answer.text).not.toContain('no history today');
      expect(await revision()).toBe(0);
      await app.anonymous().get(`/packages/${ID}/1.0.0/lock`).expect(200);
    } finally {
      await app.sql('DROP FUNCTION registry.break_history() CASCADE');
    }
  });
});
