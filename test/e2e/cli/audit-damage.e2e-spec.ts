import { DAMAGE_CLASSES, NOTE_CLASSES } from '../../../src/core/audit/finding';
import { audit, type AuditReport } from '../../support/audit';
import { Vandal } from '../../support/damaged-store';
import { DEMO_PACKAGES, demoRequest } from '../../support/demo-requests';
import { setLifecycle } from '../../support/publish';
import { sampleTemplate } from '../../support/sample-template';
import { FixedClock, TestApp } from '../../support/test-app';
import { copyDatabase, createTestDatabase, type TestDatabase } from '../../support/test-database';

jest.setTimeout(60_000);

const LENDING = 'city-library-lending';
const HARBOUR = 'harbour-berth-planning';
/** The version that most cases damage: of the others it shares no document. */
const IS_HARBOUR = `package_id = '${HARBOUR}'`;
const IS_TEMPLATE = `template_id = 'starter'`;

interface Case {
  readonly name: string;
  readonly damage: (vandal: Vandal, databaseName: string) => Promise<unknown>;
  /** `CLASS` or `CLASS table` or `CLASS table artifact`, of every example that the report must have, and no other. */
  readonly found: readonly string[];
  readonly notes?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
}

const run =
  (...statements: string[]): Case['damage'] =>
  async (vandal) => {
    for (const statement of statements) await vandal.sql(statement);
  };

/** Points a column at other content, stored properly. */
const swap =
  (table: string, column: string, where: string, change: (content: string) => string): Case['damage'] =>
  async (vandal) => {
    const digest = await vandal.blob(change((await vandal.contentOf(table, column, where)).toString('utf8')));
    await vandal.sql(`UPDATE registry.${table} SET ${column} = $1 WHERE ${where}`, [digest]);
  };

const ORPHAN = 'BLOB_ORPHANED blobs';
const EVERY_RECEIPT = [...Array<string>(3).fill(LENDING), HARBOUR];

const CASES: readonly Case[] = [
  // the schema
  {
    name: 'a migration that was never applied',
    damage: run(`DELETE FROM registry.migrations WHERE name LIKE 'CreateArtifactSearch%'`),
    found: ['MIGRATION_PENDING migrations'],
  },
  {
    name: 'a migration that was applied with other SQL',
    damage: run(
      `UPDATE registry.migration_checksums SET checksum = 'sha256:${'0'.repeat(64)}' WHERE name LIKE 'CreateReceipts%'`,
    ),
    found: ['MIGRATION_CHANGED migrations'],
  },
  {
    name: 'a migration of a newer build',
    damage: run(`INSERT INTO registry.migrations (timestamp, name) VALUES (2, 'Newer2')`),
    found: [],
    notes: ['MIGRATION_UNKNOWN migrations'],
  },
  {
    name: 'a table that is gone',
    damage: run('DROP TABLE registry.artifact_search'),
    found: ['TABLE_MISSING artifact_search'],
  },
  {
    name: 'constraints that are gone',
    damage: run(
      'ALTER TABLE registry.blobs DROP CONSTRAINT blobs_digest_matches',
      'DROP INDEX registry.artifacts_fold_key',
      'ALTER TABLE registry.receipts DROP CONSTRAINT receipts_key_fkey',
    ),
    found: ['CONSTRAINT_MISSING artifacts', 'CONSTRAINT_MISSING blobs', 'CONSTRAINT_MISSING receipts'],
  },
  {
    name: 'a constraint that was put back without looking at the rows',
    damage: run(
      `ALTER TABLE registry.blobs DROP CONSTRAINT blobs_size,
         ADD CONSTRAINT blobs_size CHECK (octet_length(content) BETWEEN 2 AND 5242880) NOT VALID`,
    ),
    found: ['CONSTRAINT_NOT_ENFORCED blobs'],
  },
  {
    name: 'a table whose triggers were all switched off, foreign keys included',
    damage: run('ALTER TABLE registry.template_version_stats DISABLE TRIGGER ALL'),
    found: ['CONSTRAINT_NOT_ENFORCED template_version_stats', 'CONSTRAINT_NOT_ENFORCED template_versions'],
  },
  {
    name: 'a trigger that is gone',
    damage: run('DROP TRIGGER receipts_immutable ON registry.receipts'),
    found: ['TRIGGER_MISSING receipts'],
  },
  {
    name: 'a trigger that is switched off',
    damage: run('ALTER TABLE registry.blobs DISABLE TRIGGER blobs_no_truncate'),
    found: ['TRIGGER_DISABLED blobs'],
  },
  {
    name: 'a database in which no trigger fires',
    damage: (vandal, name) => vandal.sql(`ALTER DATABASE "${name}" SET session_replication_role = replica`),
    found: ['TRIGGER_DISABLED'],
  },
  {
    name: 'a trigger that lets deletes through',
    damage: run(
      `CREATE OR REPLACE TRIGGER receipts_immutable BEFORE UPDATE ON registry.receipts
         FOR EACH ROW EXECUTE FUNCTION registry.reject_mutation()`,
    ),
    found: ['TRIGGER_CHANGED receipts'],
  },
  {
    name: 'a function that refuses nothing',
    damage: run(
      `CREATE OR REPLACE FUNCTION registry.reject_mutation() RETURNS trigger LANGUAGE plpgsql AS
         $$ BEGIN RETURN NEW; END $$`,
    ),
    found: ['FUNCTION_CHANGED'],
  },
  {
    name: 'an index that is gone',
    damage: run('DROP INDEX registry.package_versions_recent_idx'),
    found: [],
    notes: ['INDEX_MISSING package_versions'],
  },

  // keys
  {
    name: 'a signing key that is gone',
    damage: run('DELETE FROM registry.signing_keys'),
    found: EVERY_RECEIPT.map((id) => `SIGNING_KEY_MISSING receipts ${id}`),
  },
  {
    name: 'a key id that was bound to another key',
    damage: run(`UPDATE registry.signing_keys SET public_key = decode(repeat('07', 32), 'hex')`),
    found: [
      'SIGNING_KEY_REBOUND signing_keys',
      ...EVERY_RECEIPT.map((id) => `RECEIPT_SIGNATURE_INVALID receipts ${id}`),
    ],
  },
  {
    name: 'receipts of a key that the configuration no longer knows',
    damage: run('SELECT 1'),
    env: {
      ANIP_REGISTRY_ED25519_PRIVATE_KEY: Buffer.alloc(32, 5).toString('base64'),
      ANIP_REGISTRY_KEY_ID: 'registry-next',
    },
    found: [],
    notes: ['SIGNING_KEY_NOT_CONFIGURED signing_keys'],
  },
  {
    name: 'receipts of a revoked key',
    damage: run('SELECT 1'),
    env: {
      ANIP_REGISTRY_ED25519_PRIVATE_KEY: Buffer.alloc(32, 5).toString('base64'),
      ANIP_REGISTRY_KEY_ID: 'registry-next',
      ANIP_REGISTRY_REVOKED_KEY_IDS: 'anip-registry-dev-ed25519-v1',
    },
    found: [],
    notes: ['SIGNING_KEY_REVOKED signing_keys'],
  },

  // rows
  ...['receipts', 'package_lifecycle', 'package_version_stats'].map((table) => ({
    name: `a version without its row in ${table}`,
    damage: run(`DELETE FROM registry.${table} WHERE ${IS_HARBOUR}`),
    found: [`ROW_MISSING ${table} ${HARBOUR}`],
    notes: table === 'receipts' ? [ORPHAN] : [],
  })),
  {
    name: 'versions without their names',
    damage: run(`DELETE FROM registry.artifacts WHERE artifact_id IN ('${HARBOUR}', 'starter')`),
    found: [`ROW_MISSING artifacts ${HARBOUR}`, 'ROW_MISSING artifacts starter'],
  },
  {
    name: 'a template without its counter',
    damage: run('DELETE FROM registry.template_version_stats'),
    found: ['ROW_MISSING template_version_stats starter'],
  },
  {
    name: 'a lost package version',
    damage: run(`DELETE FROM registry.package_versions WHERE ${IS_HARBOUR}`),
    found: [
      'artifacts',
      'downloads_daily',
      'package_lifecycle',
      'package_lifecycle_history',
      'package_lifecycle_history',
      'package_version_stats',
      'receipts',
    ].map((table) => `ROW_ORPHANED ${table} ${HARBOUR}`),
    notes: [`SEARCH_ROW_ORPHANED artifact_search ${HARBOUR}`, ...Array<string>(5).fill(ORPHAN)],
  },
  {
    name: 'a lost template version',
    damage: run('DELETE FROM registry.template_versions'),
    found: [
      'ROW_ORPHANED artifacts starter',
      'ROW_ORPHANED downloads_daily starter',
      'ROW_ORPHANED template_version_stats starter',
    ],
    notes: ['SEARCH_ROW_ORPHANED artifact_search starter', ...Array<string>(3).fill(ORPHAN)],
  },
  {
    name: 'two rows where one belongs',
    damage: run(
      'ALTER TABLE registry.package_lifecycle DROP CONSTRAINT package_lifecycle_pkey CASCADE',
      `INSERT INTO registry.package_lifecycle SELECT * FROM registry.package_lifecycle WHERE ${IS_HARBOUR}`,
    ),
    found: [
      'CONSTRAINT_MISSING package_lifecycle',
      'CONSTRAINT_MISSING package_versions',
      `ROW_DUPLICATED package_lifecycle ${HARBOUR}`,
    ],
  },
  {
    name: 'names that look alike',
    damage: run(
      'DROP INDEX registry.artifacts_fold_key',
      `INSERT INTO registry.artifacts (artifact_kind, artifact_id) VALUES ('package', 'Harbour_Berth.Planning')`,
    ),
    found: [
      'ARTIFACT_LOOKS_ALIKE artifacts Harbour_Berth.Planning',
      `ARTIFACT_LOOKS_ALIKE artifacts ${HARBOUR}`,
      'CONSTRAINT_MISSING artifacts',
      'ROW_ORPHANED artifacts Harbour_Berth.Planning',
    ],
  },

  // content
  {
    name: 'one flipped bit in a stored document',
    damage: async (vandal) => {
      await vandal.sql('ALTER TABLE registry.blobs DROP CONSTRAINT blobs_digest_matches');
      const content = await vandal.contentOf('package_versions', 'definition_digest', IS_HARBOUR);
      const at = content.indexOf('summary') + 12;
      content[at] = (content[at] ?? 0) ^ 1;
      await vandal.sql(
        `UPDATE registry.blobs SET content = $1
          WHERE digest = (SELECT definition_digest FROM registry.package_versions WHERE ${IS_HARBOUR})`,
        [content],
      );
      await vandal.sql(
        `ALTER TABLE registry.blobs ADD CONSTRAINT blobs_digest_matches
           CHECK (digest = 'sha256:' || encode(sha256(content), 'hex')) NOT VALID`,
      );
    },
    found: [
      'BLOB_DIGEST_MISMATCH blobs',
      'CONSTRAINT_NOT_ENFORCED blobs',
      `DOCUMENT_DIGEST_MISMATCH package_versions ${HARBOUR}`,
      `EXECUTION_SIGNATURE_MISMATCH package_versions ${HARBOUR}`,
    ],
  },
  {
    name: 'a document that is gone',
    damage: run(
      `DELETE FROM registry.blobs
        WHERE digest = (SELECT manifest_digest FROM registry.package_versions WHERE ${IS_HARBOUR})`,
    ),
    found: [`BLOB_MISSING package_versions ${HARBOUR}`],
  },
  {
    name: 'the signed bytes that are gone',
    damage: run(
      `DELETE FROM registry.blobs WHERE digest = (SELECT payload_digest FROM registry.receipts WHERE ${IS_HARBOUR})`,
    ),
    found: [`BLOB_MISSING receipts ${HARBOUR}`],
  },
  {
    name: 'a document that is no object',
    damage: swap('package_versions', 'display_digest', IS_HARBOUR, (content) => `[${content}]`),
    found: [`DOCUMENT_INVALID package_versions ${HARBOUR}`],
    notes: [ORPHAN],
  },
  {
    name: 'a document that is no JSON',
    damage: swap('template_versions', 'package_digest', IS_TEMPLATE, (content) => content.slice(0, -1)),
    found: ['DOCUMENT_INVALID template_versions starter'],
    notes: [ORPHAN],
  },
  {
    name: 'a document in another form',
    damage: swap('package_versions', 'lock_digest', IS_HARBOUR, (content) => ` ${content}`),
    found: [`DOCUMENT_NOT_CANONICAL package_versions ${HARBOUR}`, `RECEIPT_PAYLOAD_MISMATCH receipts ${HARBOUR}`],
    notes: [ORPHAN],
  },
  {
    name: 'the lock of another version',
    damage: run(
      `UPDATE registry.package_versions v SET lock_digest = o.lock_digest FROM registry.package_versions o
        WHERE v.package_version = '1.1.0' AND o.package_version = '1.0.0'`,
    ),
    found: [
      `EXECUTION_SIGNATURE_MISMATCH package_versions ${LENDING}`,
      `RECEIPT_PAYLOAD_MISMATCH receipts ${LENDING}`,
      `STAMP_MISMATCH package_versions ${LENDING}`,
      `STAMP_MISMATCH package_versions ${LENDING}`,
    ],
    notes: [ORPHAN],
  },
  {
    name: 'another execution signature',
    damage: run(
      `UPDATE registry.package_versions SET package_execution_signature = 'sha256:${'0'.repeat(64)}' WHERE ${IS_HARBOUR}`,
    ),
    found: [
      `EXECUTION_SIGNATURE_MISMATCH package_versions ${HARBOUR}`,
      `RECEIPT_PAYLOAD_MISMATCH receipts ${HARBOUR}`,
      `STAMP_MISMATCH package_versions ${HARBOUR}`,
      `STAMP_MISMATCH package_versions ${HARBOUR}`,
    ],
  },
  {
    name: 'another lineage',
    damage: swap('package_versions', 'lineage_digest', IS_HARBOUR, () => '{"project_ref":"elsewhere"}'),
    found: [`EXECUTION_SIGNATURE_MISMATCH package_versions ${HARBOUR}`, `RECEIPT_PAYLOAD_MISMATCH receipts ${HARBOUR}`],
    notes: [ORPHAN],
  },
  {
    name: 'another README on the page',
    damage: swap('package_versions', 'display_digest', IS_HARBOUR, (content) =>
      content.replace(/"readme":"[^"]*/, '"readme":"Send us your secrets'),
    ),
    found: [`DISPLAY_MISMATCH package_versions ${HARBOUR}`],
    notes: [ORPHAN],
  },
  {
    name: 'a README that the page no longer has',
    damage: swap('package_versions', 'display_digest', IS_HARBOUR, (content) =>
      JSON.stringify({ ...(JSON.parse(content) as object), readme: undefined }),
    ),
    found: [`DISPLAY_MISMATCH package_versions ${HARBOUR}`],
    notes: [ORPHAN],
  },
  {
    name: 'another domain of a template',
    damage: run(`UPDATE registry.template_versions SET domain = 'elsewhere', systems = '{a,b}'`),
    found: ['TEMPLATE_FACTS_MISMATCH template_versions starter', 'TEMPLATE_FACTS_MISMATCH template_versions starter'],
  },
  {
    name: 'an envelope with another template',
    damage: swap('template_versions', 'package_digest', IS_TEMPLATE, () => '{"template":{}}'),
    found: ['TEMPLATE_ENVELOPE_MISMATCH template_versions starter'],
    notes: [ORPHAN],
  },
  {
    name: 'another template under the same manifest',
    damage: swap('template_versions', 'template_digest', IS_TEMPLATE, (content) =>
      content.replace('"id":"starter"', '"id":"started"'),
    ),
    found: ['STAMP_MISMATCH template_versions starter', 'TEMPLATE_ENVELOPE_MISMATCH template_versions starter'],
    notes: [ORPHAN],
  },

  // receipts
  {
    name: 'a receipt that names another publisher and time',
    damage: run(`UPDATE registry.receipts SET publisher_id = 'mallory', issued_at = issued_at + interval '1 s'
      WHERE ${IS_HARBOUR}`),
    found: [`RECEIPT_ROW_MISMATCH receipts ${HARBOUR}`, `RECEIPT_ROW_MISMATCH receipts ${HARBOUR}`],
  },
  {
    name: 'another receipt id',
    damage: run(`UPDATE registry.receipts SET receipt_id = 'sha256:${'0'.repeat(64)}' WHERE ${IS_HARBOUR}`),
    found: [`RECEIPT_ID_MISMATCH receipts ${HARBOUR}`],
  },
  {
    name: 'another contract signature',
    damage: run(`UPDATE registry.package_versions SET contract_signature = 'sig' WHERE ${IS_HARBOUR}`),
    found: [`RECEIPT_PAYLOAD_MISMATCH receipts ${HARBOUR}`],
  },
  {
    name: 'the receipts of two versions, exchanged',
    damage: run(
      `UPDATE registry.receipts SET package_version = CASE package_version WHEN '1.0.0' THEN '9' ELSE '1.0.0' END
        WHERE package_version IN ('1.0.0', '1.1.0')`,
      `UPDATE registry.receipts SET package_version = '1.1.0' WHERE package_version = '9'`,
    ),
    found: ['1.0.0', '1.1.0'].flatMap(() => [
      `RECEIPT_ID_MISMATCH receipts ${LENDING}`,
      `RECEIPT_PAYLOAD_MISMATCH receipts ${LENDING}`,
    ]),
  },
  {
    name: 'one flipped bit in a signature',
    damage: run(
      `UPDATE registry.receipts SET signature = set_byte(signature, 9, get_byte(signature, 9) # 1) WHERE ${IS_HARBOUR}`,
    ),
    found: [`RECEIPT_SIGNATURE_INVALID receipts ${HARBOUR}`],
  },
  {
    name: 'a payload and a row that were both changed: the signature remains',
    damage: async (vandal) => {
      await vandal.sql(`UPDATE registry.package_versions SET contract_signature = 'sig' WHERE ${IS_HARBOUR}`);
      const change = (content: string): string =>
        content.replace(/"contract_signature":"[^"]*/, '"contract_signature":"sig');
      await swap('receipts', 'payload_digest', IS_HARBOUR, change)(vandal, '');
    },
    found: [`RECEIPT_SIGNATURE_INVALID receipts ${HARBOUR}`],
    notes: [ORPHAN],
  },

  // what changes
  {
    name: 'a yank that nobody made',
    damage: run(
      `UPDATE registry.package_lifecycle SET status = 'yanked', reason = 'because' WHERE package_version = '2.0.0'`,
    ),
    found: [`LIFECYCLE_INVALID package_lifecycle ${LENDING}`],
  },
  {
    name: 'a history with a hole',
    damage: run(`DELETE FROM registry.package_lifecycle_history WHERE ${IS_HARBOUR} AND revision = 1`),
    found: [`LIFECYCLE_HISTORY_GAP package_lifecycle_history ${HARBOUR}`],
  },
  {
    name: 'a history that was rewritten',
    damage: run(
      `UPDATE registry.package_lifecycle_history SET updated_by = 'nobody' WHERE ${IS_HARBOUR} AND revision = 2`,
    ),
    found: [`LIFECYCLE_HISTORY_MISMATCH package_lifecycle_history ${HARBOUR}`],
  },
  {
    name: 'downloads below nothing',
    damage: run(
      'ALTER TABLE registry.package_version_stats DROP CONSTRAINT package_version_stats_count',
      `UPDATE registry.package_version_stats SET download_count = -1 WHERE ${IS_HARBOUR}`,
      'ALTER TABLE registry.downloads_daily DROP CONSTRAINT downloads_daily_count',
      `UPDATE registry.downloads_daily SET downloads = -1 WHERE artifact_id = '${HARBOUR}'`,
    ),
    found: [
      'CONSTRAINT_MISSING downloads_daily',
      'CONSTRAINT_MISSING package_version_stats',
      `DOWNLOAD_COUNT_INVALID downloads_daily ${HARBOUR}`,
      `DOWNLOAD_COUNT_INVALID package_version_stats ${HARBOUR}`,
    ],
  },
  {
    name: 'downloads that nobody made',
    damage: run(
      `UPDATE registry.package_version_stats SET download_count = 9007199254740993 WHERE ${IS_HARBOUR}`,
      `DELETE FROM registry.downloads_daily WHERE artifact_kind = 'template'`,
    ),
    found: [
      `DOWNLOAD_COUNT_MISMATCH package_version_stats ${HARBOUR}`,
      'DOWNLOAD_COUNT_MISMATCH template_version_stats starter',
    ],
  },
  {
    name: 'a counter that sorts under another time',
    damage: run(`UPDATE registry.package_version_stats SET published_at = now() WHERE ${IS_HARBOUR}`),
    found: [`STATS_MISMATCH package_version_stats ${HARBOUR}`],
  },
  {
    name: 'a search that lost a row, and a blob that nothing names',
    damage: async (vandal) => {
      await vandal.sql(`DELETE FROM registry.artifact_search WHERE artifact_id = '${HARBOUR}'`);
      await vandal.blob('{"left":"over"}');
    },
    found: [],
    notes: [ORPHAN, `SEARCH_ROW_MISSING artifact_search ${HARBOUR}`],
  },

  // the audit trail
  {
    name: 'an audit trail that was written to by hand',
    damage: run(
      'ALTER TABLE registry.audit_events DROP CONSTRAINT audit_events_hash_matches',
      `UPDATE registry.audit_events SET event = replace(event, 'accepted', 'refused') WHERE sequence = 4`,
      'DELETE FROM registry.audit_events WHERE sequence = 6',
      `UPDATE registry.audit_events SET event = replace(event, '"1.0.0"', '"1.0.1"'),
              hash = registry.audit_event_hash(sequence, replace(event, '"1.0.0"', '"1.0.1"'), previous_hash)
        WHERE event LIKE '{"action":"template.publish"%'`,
      `SELECT registry.append_audit_events(ARRAY['{"action":"Nothing known"}'])`,
    ),
    found: [
      'AUDIT_EVENT_ALTERED audit_events',
      'AUDIT_EVENT_INVALID audit_events',
      'AUDIT_TRAIL_BROKEN audit_events',
      'AUDIT_TRAIL_GAP audit_events',
      'CONSTRAINT_MISSING audit_events',
    ],
  },
  {
    name: 'an audit trail whose end was cut off, by the head that was kept',
    damage: run('DELETE FROM registry.audit_events WHERE sequence > 5'),
    found: ['AUDIT_TRAIL_HEAD_MISMATCH audit_events'],
    args: ['--expect-head', `6:sha256:${'0'.repeat(64)}`],
  },
];

describe('anip-registry audit', () => {
  let store: TestDatabase;

  beforeAll(async () => {
    store = await createTestDatabase();
    // One time for all, so that exchanged receipts differ in nothing but what names their version.
    const app = await TestApp.start({ database: store, clock: new FixedClock(new Date('2026-10-01T12:00:00Z')) });
    for (const name of DEMO_PACKAGES) {
      expect(await app.publisher().publishPackage(demoRequest(name))).toHaveStatus(201);
    }
    expect(await app.publisher().publishTemplate(sampleTemplate('starter'))).toHaveStatus(201);
    await setLifecycle(app, HARBOUR, '0.3.0', 'deprecated');
    await setLifecycle(app, HARBOUR, '0.3.0', 'yanked');
    for (const path of [`/packages/${HARBOUR}/0.3.0/download?allow_yanked=true`, '/templates/starter/1.0.0/download']) {
      expect(await app.anonymous().get(path)).toHaveStatus(200);
    }
    await app.close();
  });
  afterAll(() => store.drop());

  it('finds the store clean before any damage', async () => {
    const { exitCode, report } = await audit(store.url);
    expect([exitCode, report.status, report.damage, report.notes, report.skipped]).toEqual([0, 'clean', [], [], []]);
    expect(report.checked).toMatchObject({ packages: 4, templates: 1 });
  });

  it.each(CASES)('finds $name', async ({ damage, found, notes = [], env, args }) => {
    const database = await copyDatabase(store);
    try {
      await Vandal.in(database.superuserUrl, (vandal) => damage(vandal, new URL(database.url).pathname.slice(1)));
      const { exitCode, stderr, report } = await audit(database.url, { env, args });
      expect({ found: labels(report.damage), notes: labels(report.notes) }).toEqual({
        found: [...found].sort(),
        notes: [...notes].sort(),
      });
      expect([exitCode, report.status]).toEqual(found.length === 0 ? [0, 'clean'] : [1, 'damaged']);
      for (const { class: name, count } of report.damage) expect(stderr).toContain(`${name} ${count}`);
    } finally {
      await database.drop();
    }
  });

  it('is tried with every class but the one that takes a broken disk', () => {
    const tried = new Set(
      CASES.flatMap(({ found, notes = [] }) => [...found, ...notes]).map((label) => label.split(' ')[0]),
    );
    expect([...DAMAGE_CLASSES, ...NOTE_CLASSES].filter((name) => !tried.has(name))).toEqual(['ROW_UNREADABLE']);
  });
});

/** One label for each thing that was counted, whether it is among the examples or not. */
function labels(summaries: AuditReport['damage']): string[] {
  return summaries
    .flatMap(({ count, examples }) => {
      expect(examples).toHaveLength(Math.min(count, 10));
      return examples.map((example) => [example.class, example.table, example.artifact].filter(Boolean).join(' '));
    })
    .sort();
}
