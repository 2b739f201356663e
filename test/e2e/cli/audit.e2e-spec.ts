import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ANIP_REGISTRY, audit, withoutProgress } from '../../support/audit';
import { Vandal } from '../../support/damaged-store';
import { DEMO_PACKAGES, DEMO_TEMPLATE, demoRequest } from '../../support/demo-requests';
import { runCli } from '../../support/run-cli';
import { TestApp } from '../../support/test-app';
import { createEmptyDatabase, createTestDatabase, type TestDatabase } from '../../support/test-database';
import { describeWithVectors } from '../../support/vectors';
import { publishVectors, startAppFor } from '../vectors/vector-files';

jest.setTimeout(60_000);

describe('anip-registry audit of a small store', () => {
  let database: TestDatabase;
  let workDir: string;

  beforeAll(async () => {
    workDir = await mkdtemp(join(tmpdir(), 'anip-audit-'));
    database = await createTestDatabase();
    const app = await TestApp.start({ database });
    for (const name of DEMO_PACKAGES) {
      expect(await app.publisher().publishPackage(demoRequest(name))).toHaveStatus(201);
    }
    expect(await app.publisher().publishTemplate(demoRequest(DEMO_TEMPLATE))).toHaveStatus(201);
    await app.close();
  });
  afterAll(async () => {
    await database.drop();
    await rm(workDir, { recursive: true });
  });

  async function auditText(args: readonly string[] = [], env: Readonly<Record<string, string>> = {}) {
    return runCli(['audit', ...args], {
      entry: ANIP_REGISTRY,
      env: { ANIP_REGISTRY_DATABASE_URL: database.url, ...env },
    });
  }

  it('says that the samples are whole, for people and for programs', async () => {
    const text = await auditText();
    expect([text.exitCode, withoutProgress(text.stderr)]).toEqual([0, '']);
    expect(text.stdout).toMatch(
      /^The store is clean\.\nChecked in [\d.]+ s: migrations, schema, signing keys, \d+ blobs, 4 versions of packages, 1 version of templates, relations, unnamed blobs, 9 audit events, head of the audit trail\nHead of the audit trail: 9:sha256:[0-9a-f]{64}\n$/,
    );
    const { report } = await audit(database.url);
    expect(report).toEqual({
      status: 'clean',
      checked: {
        migrations: 1,
        catalog: 1,
        signing_keys: 1,
        blobs: expect.any(Number) as number,
        packages: 4,
        templates: 1,
        relations: 9,
        orphan_blobs: 16,
        audit_events: 9,
        audit_head: 1,
      },
      skipped: [],
      damage: [],
      notes: [],
      audit_head: expect.stringMatching(/^9:sha256:[0-9a-f]{64}$/) as string,
      duration_ms: expect.any(Number) as number,
      peak_rss_bytes: expect.any(Number) as number,
    });
  });

  it('runs beside a server that publishes and counts, and never sees half of anything', async () => {
    const own = await createTestDatabase();
    const app = await TestApp.start({ database: own });
    const traffic = { isDone: false };
    const published = (async () => {
      for (let index = 0; !traffic.isDone; index += 1) {
        const version = `1.0.${index}`;
        const request = { ...demoRequest('city-library-lending-1.0.0'), package_version: version };
        expect(await app.publisher().publishPackage(request)).toHaveStatus(201);
        expect(await app.anonymous().get(`/packages/city-library-lending/${version}/download`)).toHaveStatus(200);
      }
    })();
    const runs = [await audit(own.url), await audit(own.url), await audit(own.url)];
    traffic.isDone = true;
    await published;
    for (const { report } of runs) expect([report.damage, report.notes]).toEqual([[], []]);
    await app.close();
    await own.drop();
  });

  it('changes nothing, and asks for no right but to read', async () => {
    const own = await createTestDatabase();
    await Vandal.in(own.superuserUrl, async (vandal) => {
      const [name] = [new URL(own.url).pathname.slice(1)];
      await vandal.sql(`DROP ROLE IF EXISTS "${name}_reader"`);
      await vandal.sql(`CREATE ROLE "${name}_reader" LOGIN PASSWORD 'reader'`);
      await vandal.sql(`GRANT USAGE ON SCHEMA registry TO "${name}_reader"`);
      const reader = new URL(own.url);
      reader.username = `${name}_reader`;
      reader.password = 'reader';

      const refused = await runCli(['audit'], {
        entry: ANIP_REGISTRY,
        env: { ANIP_REGISTRY_DATABASE_URL: reader.href },
      });
      expect(refused).toMatchObject({ exitCode: 3, stdout: '' });
      expect(refused.stderr).toMatch(/^anip-registry: the database refused to be read: permission denied .*\n$/);

      await vandal.sql(`GRANT SELECT ON ALL TABLES IN SCHEMA registry TO "${name}_reader"`);
      expect((await audit(reader.href)).report.status).toBe('clean');
      await vandal.sql(`DROP OWNED BY "${name}_reader"; DROP ROLE "${name}_reader"`);
    });
    await own.drop();
  });

  it('stops at the first damage when asked to', async () => {
    const own = await createTestDatabase();
    await Vandal.in(own.superuserUrl, async (vandal) => {
      await vandal.sql('DROP TRIGGER blobs_immutable ON registry.blobs');
      await vandal.sql(`INSERT INTO registry.artifacts (artifact_kind, artifact_id) VALUES ('package', 'empty')`);
    });
    const whole = await audit(own.url);
    expect(whole.exitCode).toBe(1);
    expect(whole.report.damage.map((summary) => summary.class)).toEqual(['TRIGGER_MISSING', 'ROW_ORPHANED']);
    const first = await audit(own.url, { args: ['--fail-fast'] });
    expect(first.exitCode).toBe(1);
    expect(first.report.damage.map((summary) => summary.class)).toEqual(['TRIGGER_MISSING']);
    expect(first.report.skipped).toContain('relations');
    await own.drop();
  });

  it('prints what is in a damaged row without letting a terminal obey it', async () => {
    const own = await createTestDatabase();
    await Vandal.in(own.superuserUrl, async (vandal) => {
      await vandal.sql('ALTER TABLE registry.artifacts DROP CONSTRAINT artifacts_id_format');
      await vandal.sql(`INSERT INTO registry.artifacts (artifact_kind, artifact_id) VALUES ('package', E'a\\x1b[2Jb')`);
    });
    const run = await auditText([], { ANIP_REGISTRY_DATABASE_URL: own.url });
    expect(run.exitCode).toBe(1);
    expect(run.stdout).toContain(
      'Damage:\n  CONSTRAINT_MISSING: 1\n    artifacts: the constraint artifacts_id_format is not there\n' +
        '  ROW_ORPHANED: 1\n    a\\u001b[2Jb in artifacts: no version has this id\n',
    );
    expect(withoutProgress(run.stderr)).toBe('anip-registry: damage was found: CONSTRAINT_MISSING 1, ROW_ORPHANED 1\n');
    await own.drop();
  });

  it('does not take an empty database for a clean store', async () => {
    const empty = await createEmptyDatabase();
    const { exitCode, report } = await audit(empty.url);
    expect([exitCode, report.damage[0]?.class]).toEqual([1, 'MIGRATION_PENDING']);
    expect(report.skipped).toContain('packages');
    await empty.drop();
  });

  it.each([
    ['a database that is away', { ANIP_REGISTRY_DATABASE_URL: 'postgres://x@127.0.0.1:1/x' }, 3, /ECONNREFUSED/],
    [
      'a faulty environment',
      { ANIP_REGISTRY_MODE: 'productive' },
      2,
      /ANIP_REGISTRY_MODE .*allowed: dev or production/,
    ],
    [
      'a data directory without a database',
      { ANIP_REGISTRY_DATABASE_URL: '', ANIP_REGISTRY_DATA_DIR: '/nowhere/at-all' },
      3,
      /there is no database in \/nowhere\/at-all: set ANIP_REGISTRY_DATABASE_URL, or ANIP_REGISTRY_DATA_DIR/,
    ],
  ] as const)('says in one line what is wrong with %s', async (_, env, exitCode, message) => {
    const run = await auditText([], env);
    expect(run).toMatchObject({ exitCode, stdout: '' });
    expect(run.stderr).toMatch(message);
    expect(run.stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(existsSync('/nowhere')).toBe(false);
  });

  it('refuses a state that is none, or of another database, and a directory that it cannot write to', async () => {
    const file = join(workDir, 'state.json');
    await writeFile(file, '{"format":"something else"}');
    const none = await auditText(['--resume', file]);
    expect(none).toMatchObject({ exitCode: 2, stdout: '' });
    expect(none.stderr).toContain('state.json is no state of an audit');

    const other = { format: 'anip-registry-audit-state/1', database: 'sha256:0', step: 'blobs', position: null };
    await writeFile(file, JSON.stringify({ ...other, checked: {}, findings: [], duration_ms: 1 }));
    const foreign = await auditText(['--resume', file]);
    expect(foreign).toMatchObject({ exitCode: 2, stdout: '' });
    expect(foreign.stderr).toContain('is the state of an audit of another database');
    expect(await readFile(file, 'utf8')).toContain('sha256:0');

    await mkdir(join(workDir, 'file-is-a-directory'));
    const closed = await auditText(['--resume', join(workDir, 'missing', 'state.json')]);
    expect(closed).toMatchObject({ exitCode: 1, stdout: '' });
    expect(closed.stderr).toMatch(/^anip-registry: cannot write .*missing\/state.json: no such file or directory\n$/);
    expect((await readdir(workDir)).sort()).toEqual(['file-is-a-directory', 'state.json']);
  });

  it('explains itself', async () => {
    const help = await auditText(['--help']);
    expect(help.exitCode).toBe(0);
    for (const part of ['--json', '--resume <file>', '--fail-fast', 'Exit codes:', 'Examples:', 'docs/audit.md']) {
      expect(help.stdout).toContain(part);
    }
  });
});

describeWithVectors('anip-registry audit of what the reference publishes', (dir) => {
  it.each(publishVectors(dir, 'packages').filter(({ vector }) => vector.expect.status === 201))(
    'finds $file clean',
    async ({ vector }) => {
      const app = await startAppFor(vector);
      expect(await app.publisher().publishPackage(vector.request)).toHaveStatus(201);
      const { exitCode, report } = await audit(app.database.url);
      expect([exitCode, report.damage, report.notes]).toEqual([0, [], []]);
      await app.close();
    },
  );

  it.each(publishVectors(dir, 'templates').filter(({ vector }) => vector.expect.status === 201))(
    'finds $file clean',
    async ({ vector }) => {
      const app = await startAppFor(vector);
      expect(await app.publisher().publishTemplate(vector.request)).toHaveStatus(201);
      const { exitCode, report } = await audit(app.database.url);
      expect([exitCode, report.damage, report.notes]).toEqual([0, [], []]);
      await app.close();
    },
  );
});
