import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { copyFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ANIP_REGISTRY, audit, type AuditReport } from '../../support/audit';
import { Vandal } from '../../support/damaged-store';
import { runCli } from '../../support/run-cli';
import { createTestDatabase, type TestDatabase } from '../../support/test-database';

/** Sealing ten thousand versions and walking them takes half a minute on an idle machine. */
jest.setTimeout(600_000);

const VERSIONS = 10_000;
/** The documents of ten thousand versions are three times this. */
const FLAT_BYTES = 96 * 1024 * 1024;
/** V8 lets its nursery grow by as much again before it looks: kept small, what is measured is what is held. */
const SMALL_NURSERY = { NODE_OPTIONS: '--max-semi-space-size=8' };

describe('anip-registry audit of a large store', () => {
  let small: TestDatabase;
  let large: TestDatabase;
  let workDir: string;
  let uninterrupted: AuditReport;

  beforeAll(async () => {
    workDir = await mkdtemp(join(tmpdir(), 'anip-audit-'));
    [small, large] = [await createTestDatabase(), await createTestDatabase()];
    for (const [database, count] of [
      [small, 300],
      [large, VERSIONS],
    ] as const) {
      const entry = 'test/support/fill-store.script.ts';
      expect(await runCli([database.url, String(count)], { entry })).toMatchObject({ exitCode: 0, stderr: '' });
    }
    // So that findings, too, have to survive an interruption: one early, one late, and more than are listed.
    await Vandal.in(large.superuserUrl, async (vandal) => {
      await vandal.sql(`UPDATE registry.receipts SET publisher_type = 'x' WHERE package_id = 'bulk/package-0'`);
      await vandal.sql(`UPDATE registry.receipts SET publisher_type = 'x' WHERE package_id = 'bulk/package-999'`);
      await vandal.sql(`DELETE FROM registry.artifact_search WHERE artifact_id = 'bulk/package-998'`);
    });
  });
  afterAll(async () => {
    await small.drop();
    await large.drop();
    await rm(workDir, { recursive: true });
  });

  it('does it with flat memory, and says how far it is', async () => {
    const few = await audit(small.url, { env: SMALL_NURSERY });
    expect(few.report).toMatchObject({ status: 'clean', checked: { packages: 300 } });
    const { exitCode, stderr, report } = await audit(large.url, { env: SMALL_NURSERY });
    uninterrupted = report;

    expect(exitCode).toBe(1);
    expect(report.checked.packages).toBe(VERSIONS);
    expect(report.damage).toMatchObject([{ class: 'RECEIPT_ROW_MISMATCH', count: 20 }]);
    expect(report.damage[0]?.examples).toHaveLength(10);
    expect(report.notes).toMatchObject([{ class: 'SEARCH_ROW_MISSING', count: 10 }]);
    expect(report.peak_rss_bytes - few.report.peak_rss_bytes).toBeLessThan(FLAT_BYTES);

    const lines = stderr.split('\n').filter((line) => line.startsWith('audit: '));
    expect(lines.length).toBeGreaterThan(2);
    // One line a second at most.
    expect(lines.length).toBeLessThanOrEqual(report.duration_ms / 1000 + 1);
    for (const line of lines) {
      expect(line).toMatch(/^audit: \w+ \d+ of \d+, \d+ a second(?:, damage found: \d+)?$/);
    }
  });

  it('goes on after Ctrl-C, as often as it takes, to the same report', async () => {
    const file = join(workDir, 'state.json');
    const positions: string[] = [];
    for (let versions = 1000; versions <= 7000; versions += 3000) {
      const child = start(['audit', '--json', '--resume', file]);
      const reached = await until(async () => {
        if (!existsSync(file)) return undefined;
        const state = JSON.parse(await readFile(file, 'utf8')) as {
          checked: { packages?: number };
          position: string[];
        };
        return (state.checked.packages ?? 0) >= versions ? state.position.join('@') : undefined;
      });
      child.kill('SIGINT');
      const [exitCode] = (await once(child, 'close')) as [number | null];
      expect(exitCode).toBe(130);
      positions.push(reached);
    }
    expect(new Set(positions).size).toBe(3);
    // From here the last test goes on, too: another whole walk would show nothing more.
    await copyFile(file, join(workDir, 'lost.json'));

    const resumed = await audit(large.url, { args: ['--resume', file] });
    expect(resumed.exitCode).toBe(1);
    expect(resumed.stderr).toMatch(/audit: going on after packages bulk\/package-\d+@1\.0\.\d/);
    expect(comparable(resumed.report)).toEqual(comparable(uninterrupted));
    expect(existsSync(file)).toBe(false);
  });

  it('says that the connection was lost, and goes on from there', async () => {
    const file = join(workDir, 'lost.json');
    const before = await readFile(file, 'utf8');
    const child = start(['audit', '--json', '--resume', file]);
    let stderr = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    await until(async () => ((await readFile(file, 'utf8')) === before ? undefined : true));
    await Vandal.in(large.superuserUrl, (vandal) =>
      vandal.sql(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE application_name = 'anip-registry-audit' AND datname = current_database()`),
    );
    const [exitCode] = (await once(child, 'close')) as [number | null];
    expect(exitCode).toBe(3);
    expect(stderr.trimEnd().split('\n').at(-1)).toMatch(/^anip-registry: the database could not be reached: /);
    expect(comparable((await audit(large.url, { args: ['--resume', file] })).report)).toEqual(
      comparable(uninterrupted),
    );
  });

  function start(args: readonly string[]): ChildProcess {
    const root = join(__dirname, '../../..');
    const loader = ['--require', join(root, 'test/support/register-typescript.cjs')];
    return spawn(process.execPath, [...loader, join(root, ANIP_REGISTRY), ...args], {
      env: { PATH: process.env.PATH, ANIP_REGISTRY_DATABASE_URL: large.url },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
  }
});

function comparable({ duration_ms, peak_rss_bytes, ...report }: AuditReport): object {
  expect([duration_ms, peak_rss_bytes].every((number) => number > 0)).toBe(true);
  return report;
}

async function until<T>(find: () => Promise<T | undefined>): Promise<T> {
  const deadline = Date.now() + 120_000;
  for (;;) {
    const found = await find();
    if (found !== undefined) return found;
    if (Date.now() > deadline) throw new Error('it did not come in time');
    await sleep(20);
  }
}
