import type { ArtifactKind } from '../core/artifact-id';
import { filterValue } from '../core/list-search';
import type { InsertRow } from '../database/insert-row';
import type { SqlParameters } from '../database/sql-parameters';

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
export function searchRow(entry: SearchEntry, parameters: SqlParameters): InsertRow {
  const text = (value: string): string => `${parameters.add(value)}::text`;
  const id = text(entry.id);
  const title = text(entry.title.slice(0, MAX_SEARCH_TEXT).toWellFormed());
  const summary = text(entry.summary.slice(0, MAX_SEARCH_TEXT).toWellFormed());
  const keywords = [...new Set(entry.keywords.map(filterValue))].filter((keyword) => keyword !== '');
  const keywordList = `${parameters.add(keywords)}::text[]`;
  const keywordText = `array_to_string(${keywordList}, ' ')`;
  // The parser takes "library.title.search" for the name of a host: its words are found only apart.
  const words = `translate(concat_ws(' ', ${id}, ${title}, ${keywordText}, ${summary}), './_:-', '     ')`;
  return {
    table: 'artifact_search',
    columns: {
      artifact_kind: text(entry.kind),
      artifact_id: id,
      version: text(entry.version),
      title,
      summary,
      keywords: keywordList,
      domain: text(filterValue(entry.domain)),
      spec_version: text(filterValue(entry.specVersion)),
      document: `setweight(to_tsvector('simple', ${id}), 'A') || setweight(to_tsvector('simple', ${title}), 'A')
        || setweight(to_tsvector('simple', ${keywordText}), 'B') || setweight(to_tsvector('simple', ${summary}), 'C')
        || to_tsvector('simple', ${words})`,
    },
  };
}
