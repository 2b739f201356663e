import { setTimeout as sleep } from 'node:timers/promises';
import { LEASE_MS, leasesHaveEnded, RENEWAL_MS } from '../../../src/database/leased-reads';
import { ReadDatabase } from '../../../src/database/read-database';
import { STATES } from '../../../src/packages/version-state';
import { publishPackage } from '../../support/publish';
import { TestApp } from '../../support/test-app';

const ID = 'city-library-lending';
const PATH = `/packages/${ID}/1.0.0`;
const READERS = 9;
const CHANGES = 40;

interface Observation {
  readonly begunAtMs: number;
  readonly endedAtMs: number;
  /** Of the change that was seen; undefined when the request was refused. */
  readonly seen: number | undefined;
}

/** docs/adr/0009-read-leases.md: one replica changes what the readers of another one keep asking for. */
describe('read leases', () => {
  let app: TestApp;
  let other: TestApp;
  /** Signs with another key. */
  let next: TestApp | undefined;
  beforeAll(async () => {
    app = await TestApp.start();
    other = await TestApp.start({ database: app.database });
    await publishPackage(app, ID);
  });
  afterEach(() => jest.restoreAllMocks());
  afterAll(async () => {
    await next?.close();
    await other.close();
    await app.close();
  });

  /** Odd changes yank, even ones take it back; the reason of a version says which change it is of. */
  const change = async (index: number): Promise<void> => {
    const status = index % 2 === 1 ? 'yanked' : 'deprecated';
    const answer = await other.admin().patch(`/admin${PATH}/lifecycle`, { status, reason: String(index) });
    expect(answer).toHaveStatus(200);
  };

  const stored = async (): Promise<string | undefined> =>
    (await app.sql<{ status: string }>('SELECT status FROM registry.package_lifecycle'))[0]?.status;

  const observe = async (suffix: string): Promise<Observation> => {
    const begunAtMs = performance.now();
    const answer = await app.anonymous().get(PATH + suffix);
    const { status } = answer;
    const { lifecycle } = answer.body as { lifecycle?: { reason: string } };
    expect(suffix === '' ? [200] : [200, 410]).toContain(status);
    return { begunAtMs, endedAtMs: performance.now(), seen: status === 200 ? Number(lifecycle?.reason) : undefined };
  };

  // A download that is counted ends the lease of its process: without them more is answered from leases.
  it.each([
    { name: 'with downloads', suffixes: ['', '/lock', '/download'] },
    { name: 'without downloads', suffixes: ['', '/lock'] },
  ])(
    'shows no request that begins after the acknowledgement of a change what was before it, $name',
    async ({ suffixes }) => {
      await change(0);
      const acknowledged: number[] = [performance.now()];
      let isOver = false;
      const shown: Observation[] = [];
      const locked: Observation[] = [];
      const downloaded: Observation[] = [];
      const readers = Array.from({ length: READERS }, async (_, reader) => {
        const suffix = suffixes[reader % suffixes.length] ?? '';
        const observations = suffix === '' ? shown : suffix === '/lock' ? locked : downloaded;
        while (!isOver) observations.push(await observe(suffix));
      });
      const begun: number[] = [0];
      for (let index = 1; index <= CHANGES; index += 1) {
        begun.push(performance.now());
        await change(index);
        acknowledged.push(performance.now());
        // Now and then the readers get time to hold leases, and now and then not.
        await sleep(index % 4);
      }
      isOver = true;
      await Promise.all(readers);

      /** The last change that was acknowledged before then. */
      const known = (ms: number): number => acknowledged.findLastIndex((at) => at < ms);
      const late = shown.filter(({ begunAtMs, seen }) => seen === undefined || seen < known(begunAtMs));
      expect(late).toEqual([]);
      // Both are refused while the version is yanked, and given while it is not, if nothing changed meanwhile.
      const wrong = [...locked, ...downloaded].filter(({ begunAtMs, endedAtMs, seen }) => {
        const index = known(begunAtMs);
        const isResting = (begun[index + 1] ?? Infinity) > endedAtMs;
        return isResting && (seen !== undefined) === (index % 2 === 1);
      });
      expect(wrong).toEqual([]);
      expect(shown.length).toBeGreaterThan(CHANGES);
      for (const gated of suffixes.includes('/download') ? [locked, downloaded] : [locked]) {
        expect(gated.some(({ seen }) => seen === undefined)).toBe(true);
        expect(gated.some(({ seen }) => seen !== undefined)).toBe(true);
      }
    },
  );

  it('acknowledges a change when all leases have ended that were given before it, and not earlier', async () => {
    const status = async (): Promise<unknown> =>
      ((await app.anonymous().get(PATH)).body as { lifecycle: { status: string } }).lifecycle.status;
    await change(CHANGES + 2);
    let nowMs = performance.now();
    jest.spyOn(performance, 'now').mockImplementation(() => nowMs);
    expect(await status()).toBe('deprecated');
    let isAcknowledged = false;
    const changed = change(CHANGES + 3).then(() => (isAcknowledged = true));
    while ((await stored()) !== 'yanked') await sleep(5);
    await sleep(20 * LEASE_MS);
    expect(await status()).toBe('deprecated');
    nowMs += LEASE_MS - 0.1;
    await sleep(2 * LEASE_MS);
    expect(isAcknowledged).toBe(false);
    nowMs += 0.1;
    await changed;
    expect(await status()).toBe('yanked');
  });

  it('begins to wait only when this process reads no older state from a replica any more', async () => {
    let nowMs = performance.now();
    jest.spyOn(performance, 'now').mockImplementation(() => nowMs);
    const [asked, noted] = [Promise.withResolvers<undefined>(), Promise.withResolvers<undefined>()];
    jest.spyOn(other.app.get(ReadDatabase), 'noteWrite').mockImplementation(async () => {
      asked.resolve(undefined);
      await noted.promise;
    });
    let isAcknowledged = false;
    const changed = change(CHANGES + 4).then(() => (isAcknowledged = true));
    await asked.promise;
    nowMs += 2 * LEASE_MS;
    noted.resolve(undefined);
    await sleep(20 * LEASE_MS);
    expect(isAcknowledged).toBe(false);
    nowMs += LEASE_MS;
    await changed;
  });

  it('counts a download of what was just changed, although the state before is still leased', async () => {
    let nowMs = performance.now();
    jest.spyOn(performance, 'now').mockImplementation(() => nowMs);
    await app.anonymous().get(`${PATH}/download`).expect(200);
    await app.anonymous().get(`${PATH}/lock`).expect(200);
    const body = { status: 'superseded', reason: 'there is a newer one' };
    const changed = other.admin().patch(`/admin${PATH}/lifecycle`, body);
    const answered = changed.then(({ status }) => status);
    while ((await stored()) !== 'superseded') await sleep(5);
    const answer = await app.anonymous().get(`${PATH}/download`).expect(200);
    expect(answer.body).toMatchObject({ lifecycle: { status: 'superseded' } });
    nowMs += LEASE_MS;
    expect(await answered).toBe(200);
  });

  it('acknowledges the first publish under a key when every process lists the key', async () => {
    const env = {
      ANIP_REGISTRY_ED25519_PRIVATE_KEY: Buffer.alloc(32, 9).toString('base64'),
      ANIP_REGISTRY_KEY_ID: 'next-key',
    };
    next = await TestApp.start({ database: app.database, env });
    const keys = async (): Promise<string> => (await app.anonymous().get('/keys')).text;
    let nowMs = performance.now();
    jest.spyOn(performance, 'now').mockImplementation(() => nowMs);
    expect(await keys()).not.toContain('next-key');
    let isAcknowledged = false;
    const published = publishPackage(next, ID, '2.0.0').then(() => (isAcknowledged = true));
    const used = (): Promise<object[]> => app.sql("SELECT 1 FROM registry.receipts WHERE key_id = 'next-key'");
    while ((await used()).length === 0) await sleep(5);
    await sleep(20 * LEASE_MS);
    expect(await keys()).not.toContain('next-key');
    expect(isAcknowledged).toBe(false);
    nowMs += LEASE_MS;
    await published;
    expect(await keys()).toContain('next-key');
  });

  it('asks the store once for what many ask for, and once more in the last part of the lease', async () => {
    await leasesHaveEnded();
    let nowMs = performance.now();
    jest.spyOn(performance, 'now').mockImplementation(() => nowMs);
    const lookUps = jest.spyOn(app.app.get(ReadDatabase), 'lookUp');
    const asked = (): number => lookUps.mock.calls.filter(([statement]) => statement === STATES).length;
    for (let index = 0; index < 50; index += 1) await app.anonymous().get(PATH);
    expect(asked()).toBe(1);
    nowMs += LEASE_MS - RENEWAL_MS;
    for (let index = 0; index < 50; index += 1) await app.anonymous().get(PATH);
    expect(asked()).toBe(2);
  });

  it('shows a download that this process has counted at once, and that of another when leases have ended', async () => {
    await change(CHANGES + 4);
    const before = ((await app.anonymous().get(PATH)).body as { download_count: number }).download_count;
    for (let count = 1; count <= 20; count += 1) {
      await app.anonymous().get(PATH);
      await app.anonymous().get(`${PATH}/download`).expect(200);
      expect((await app.anonymous().get(PATH)).body).toMatchObject({ download_count: before + count });
    }
    await other.anonymous().get(`${PATH}/download`).expect(200);
    await leasesHaveEnded();
    expect((await app.anonymous().get(PATH)).body).toMatchObject({ download_count: before + 21 });
  });
});
