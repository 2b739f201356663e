import type { EntityManager } from 'typeorm';
import type { ArtifactKind } from '../core/artifact-id';
import { RegistryError } from '../core/errors';
import { filterValue } from '../core/list-search';
import type { DigestedBytes } from '../core/digest';
import { uniqueViolationOf } from '../database/pg-errors';

/**
 * Claims the id for its kind inside the publishing transaction. Publishes of one name take turns (data-model.md section
 * 9), so that the first of two wins and the other sees its version.
 * @throws RegistryError ARTIFACT_ID_TAKEN when a look-alike (case, `_`, `.` and `-` folded) holds the name
 */
export async function claimArtifact(tx: EntityManager, kind: ArtifactKind, id: string): Promise<void> {
  const folded = `${kind}:${id.toLowerCase().replace(/[_.]/g, '-')}`;
  await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [folded]);
  try {
    await tx.query(
      `INSERT INTO registry.artifacts (artifact_kind, artifact_id) VALUES ($1, $2)
       ON CONFLICT (artifact_kind, artifact_id) DO NOTHING`,
      [kind, id],
    );
  } catch (error) {
    if (uniqueViolationOf(error) !== 'artifacts_fold_key') throw error;
    throw new RegistryError(
      'ARTIFACT_ID_TAKEN',
      `the ${kind} id "${id}" looks like one that exists: upper and lower case, "_", "." and "-" count as the same`,
      { pointer: `/${kind}_id`, actual: id },
    );
  }
}

/**
 * Stores content under its digest; what is there already is the same bytes. Sorted, so that two publishes which share
 * content cannot wait for each other.
 */
export async function storeBlobs(tx: EntityManager, blobs: readonly DigestedBytes[]): Promise<void> {
  const unique = new Map(blobs.map(({ digest, bytes }) => [digest, bytes]));
  const sorted = [...unique].sort(([left], [right]) => (left < right ? -1 : 1));
  await tx.query(
    `INSERT INTO registry.blobs (digest, content)
     SELECT digest, content FROM unnest($1::text[], $2::bytea[]) AS sent (digest, content)
     ON CONFLICT (digest) DO NOTHING`,
    [sorted.map(([digest]) => digest), sorted.map(([, bytes]) => bytes)],
  );
}

/** What search finds a version by; rebuildable from its blobs, never authoritative. */
export interface SearchEntry {
  readonly kind: ArtifactKind;
  readonly id: string;
  readonly version: string;
  readonly title: string;
  readonly summary: string;
  readonly keywords: readonly string[];
  readonly domain: string;
  readonly specVersion: string;
}

/** Search texts are cut: a tsvector holds at most 1 MiB, and a long text must never fail a publish. */
const MAX_SEARCH_TEXT = 4000;

/** The column search_text is made by the database, of the same texts (migrations/1764000900000-create-search-indexes.ts). */
export async function indexForSearch(tx: EntityManager, entry: SearchEntry): Promise<void> {
  const title = entry.title.slice(0, MAX_SEARCH_TEXT).toWellFormed();
  const summary = entry.summary.slice(0, MAX_SEARCH_TEXT).toWellFormed();
  const keywords = [...new Set(entry.keywords.map(filterValue))].filter((keyword) => keyword !== '');
  // The parser takes "library.title.search" for the name of a host: its words are found only apart.
  await tx.query(
    `INSERT INTO registry.artifact_search
       (artifact_kind, artifact_id, version, title, summary, keywords, domain, spec_version, document)
     VALUES ($1, $2, $3, $4, $5, $6::text[], $7, $8,
       setweight(to_tsvector('simple', $2), 'A') || setweight(to_tsvector('simple', $4), 'A')
       || setweight(to_tsvector('simple', array_to_string($6::text[], ' ')), 'B')
       || setweight(to_tsvector('simple', $5), 'C')
       || to_tsvector('simple', translate(concat_ws(' ', $2, $4, array_to_string($6::text[], ' '), $5), './_:-', '     ')))`,
    [
      entry.kind,
      entry.id,
      entry.version,
      title,
      summary,
      keywords,
      filterValue(entry.domain),
      filterValue(entry.specVersion),
    ],
  );
}
