import type { ArtifactKind } from '../core/artifact-id';
import { RegistryError } from '../core/errors';
import { uniqueViolationOf } from '../database/pg-errors';
import type { SqlParameters } from '../database/sql-parameters';

/**
 * The parts of a WITH that claim the id for its kind. Publishes of one name take turns (data-model.md section 9), so
 * that the first of two wins and the unique index refuses the other; `claimed` is one row, once the name is there.
 */
export function claimSql(kind: ArtifactKind, id: string, parameters: SqlParameters): readonly string[] {
  const folded = `${kind}:${id.toLowerCase().replace(/[_.]/g, '-')}`;
  return [
    `turn AS MATERIALIZED (SELECT pg_advisory_xact_lock(hashtextextended(${parameters.add(folded)}, 0)))`,
    `artifact AS (
       INSERT INTO registry.artifacts (artifact_kind, artifact_id)
       SELECT ${parameters.add(kind)}, ${parameters.add(id)} FROM turn
       ON CONFLICT (artifact_kind, artifact_id) DO NOTHING RETURNING 1)`,
    'claimed AS MATERIALIZED (SELECT count(*) AS names FROM artifact)',
  ];
}

/** The refusal when a look-alike (case, `_`, `.` and `-` folded) holds the name; undefined for every other error. */
export function lookAlikeRefusal(error: unknown, kind: ArtifactKind, id: string): RegistryError | undefined {
  if (uniqueViolationOf(error) !== 'artifacts_fold_key') return undefined;
  return new RegistryError(
    'ARTIFACT_ID_TAKEN',
    `the ${kind} id "${id}" looks like one that exists: upper and lower case, "_", "." and "-" count as the same`,
    { pointer: `/${kind}_id`, actual: id },
  );
}
