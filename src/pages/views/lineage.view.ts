import { member, type JsonObject, type JsonValue } from '../../core/json/json-value';
import type { PublishedContent } from '../../core/package-record';
import { isTimestamp } from '../../http/time-display';
import { shownText, visible } from './shown-text';

export interface Fact {
  readonly name: string;
  readonly value: string;
  /** A time that ends the value, printed as the reader wants it; empty when there is none. */
  readonly iso: string;
}

/** A ref that names a point in time, such as `baseline:2026-05-01T08:00:00Z` (ui.md section 0). */
const TIMED_REF = /^(.*:)(\d{4}-\d\d-\d\dT.*)$/;

/** Where the contract comes from: what was signed as lineage, and the refs of the request where it says nothing. */
export function lineageView(record: PublishedContent, lineage: JsonObject | undefined): readonly Fact[] {
  const product = member(lineage, 'product_revision');
  const developer = member(lineage, 'developer_revision');
  const lockedAt = shownText(product, 'baseline_locked_at');
  const facts: readonly Fact[] = [
    fact('Project', shownText(lineage, 'project_ref') || visible(record.projectRef)),
    fact('Product revision', revisionText(product, record.productRevisionRef)),
    fact('Developer revision', revisionText(developer, record.developerRevisionRef)),
    { name: 'Baseline locked', value: '', iso: lockedAt },
    { name: 'Published', value: '', iso: record.publishedAt },
  ];
  return facts.filter(({ value, iso }) => value !== '' || iso !== '');
}

/** The ref, and the number of the revision where there is one: `ref (r3)`. */
function revisionText(revision: JsonValue | undefined, ref: string): string {
  const number = member(revision, 'revision_number');
  const text = shownText(revision, 'ref') || visible(ref);
  return typeof number === 'number' ? `${text} (r${number})` : text;
}

function fact(name: string, value: string): Fact {
  const [, prefix = '', iso = ''] = TIMED_REF.exec(value) ?? [];
  return isTimestamp(iso) ? { name, value: prefix, iso } : { name, value, iso: '' };
}
