import type { Finding } from '../core/audit/finding';
import type { AuditStep } from './audit-step';
import { FINDING_EXAMPLES } from './finding-log';
import { timesOf } from './rows';

/** A statement that answers the rows which should not be, with their number in `total`. */
interface Relation {
  readonly name: string;
  readonly class: Finding['class'];
  readonly table: string;
  readonly detail: string;
  readonly rows: string;
}

/**
 * What no walk over the versions sees: rows whose version is gone, and names that look alike. Each is one statement of
 * the server's, since it alone can compare two tables without either passing through here.
 */
export const relationsStep: AuditStep = {
  name: 'relations',
  count: () => Promise.resolve(RELATIONS.length),
  keysAfter: (_, position) => {
    const last = RELATIONS.findIndex(({ name }) => name === position?.[0]);
    const next = RELATIONS[last + 1];
    return Promise.resolve(next === undefined ? [] : [[next.name]]);
  },
  load: async (read, [key]) => {
    const relation = RELATIONS.find(({ name }) => name === key?.[0]);
    if (relation === undefined) return () => undefined;
    const rows = await read<{ artifact: string; version: string | null; total: string }>(
      `SELECT artifact, version, count(*) OVER () AS total FROM (${relation.rows}) AS found (artifact, version)
        ORDER BY artifact, version LIMIT ${FINDING_EXAMPLES}`,
    );
    return (report) => {
      rows.forEach(({ artifact, version, total }, index) => {
        const { class: findingClass, table, detail } = relation;
        report(
          { class: findingClass, artifact, ...(version === null ? {} : { version }), table, detail },
          timesOf(index, rows.length, Number(total)),
        );
      });
    };
  },
  subject: ([name]) => ({ table: RELATIONS.find((relation) => relation.name === name)?.table ?? '' }),
};

const FOLDED = "translate(lower(artifact_id), '_.', '--')";

function withoutVersion(table: string, kind: 'package' | 'template'): Relation {
  return {
    name: table,
    class: 'ROW_ORPHANED',
    table,
    detail: `there is no ${kind} version that this row belongs to`,
    rows: `SELECT t.${kind}_id, t.${kind}_version FROM registry.${table} t
      WHERE NOT EXISTS (SELECT FROM registry.${kind}_versions v
        WHERE v.${kind}_id = t.${kind}_id AND v.${kind}_version = t.${kind}_version)`,
  };
}

/** Of the tables that both kinds share. */
function withoutEither(table: string, findingClass: Finding['class']): Relation {
  return {
    name: table,
    class: findingClass,
    table,
    detail: 'there is no version that this row belongs to',
    rows: `SELECT t.artifact_id, t.version FROM registry.${table} t
      WHERE NOT EXISTS (SELECT FROM registry.package_versions v
          WHERE t.artifact_kind = 'package' AND v.package_id = t.artifact_id AND v.package_version = t.version)
        AND NOT EXISTS (SELECT FROM registry.template_versions v
          WHERE t.artifact_kind = 'template' AND v.template_id = t.artifact_id AND v.template_version = t.version)`,
  };
}

const RELATIONS: readonly Relation[] = [
  withoutVersion('receipts', 'package'),
  withoutVersion('package_lifecycle', 'package'),
  withoutVersion('package_lifecycle_history', 'package'),
  withoutVersion('package_version_stats', 'package'),
  withoutVersion('template_version_stats', 'template'),
  withoutEither('downloads_daily', 'ROW_ORPHANED'),
  withoutEither('artifact_search', 'SEARCH_ROW_ORPHANED'),
  {
    name: 'artifacts without versions',
    class: 'ROW_ORPHANED',
    table: 'artifacts',
    detail: 'no version has this id',
    rows: `SELECT a.artifact_id, NULL::text FROM registry.artifacts a
      WHERE NOT EXISTS (SELECT FROM registry.package_versions v
          WHERE a.artifact_kind = 'package' AND v.package_id = a.artifact_id)
        AND NOT EXISTS (SELECT FROM registry.template_versions v
          WHERE a.artifact_kind = 'template' AND v.template_id = a.artifact_id)`,
  },
  {
    name: 'look-alikes',
    class: 'ARTIFACT_LOOKS_ALIKE',
    table: 'artifacts',
    detail: 'another id is the same but for case, "_", "." and "-"',
    rows: `SELECT artifact_id, NULL::text FROM (
      SELECT artifact_id, count(*) OVER (PARTITION BY artifact_kind, ${FOLDED}) AS alike FROM registry.artifacts
    ) AS counted WHERE alike > 1`,
  },
];
