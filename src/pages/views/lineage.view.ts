import { member, type JsonObject, type JsonValue } from '../../core/json/json-value';
import type { PackageRecord } from '../../core/package-record';
import { timeView } from './format';
import { shownText, visible } from './shown-text';

export interface Fact {
  readonly name: string;
  readonly value: string;
  readonly iso: string;
}

/** Where the contract comes from: what was signed as lineage, and the refs of the request where it says nothing. */
export function lineageView(record: PackageRecord, lineage: JsonObject | undefined): readonly Fact[] {
  const product = member(lineage, 'product_revision');
  const developer = member(lineage, 'developer_revision');
  const lockedAt = shownText(product, 'baseline_locked_at');
  const facts: readonly Fact[] = [
    fact('Project', shownText(lineage, 'project_ref') || visible(record.projectRef)),
    fact('Product revision', revisionText(product, record.productRevisionRef)),
    fact('Developer revision', revisionText(developer, record.developerRevisionRef)),
    lockedAt === '' ? fact('Baseline locked', '') : timeFact('Baseline locked', lockedAt),
    timeFact('Published', record.publishedAt),
  ];
  return facts.filter(({ value }) => value !== '');
}

/** The ref, and the number of the revision where there is one: `ref (r3)`. */
function revisionText(revision: JsonValue | undefined, ref: string): string {
  const number = member(revision, 'revision_number');
  const text = shownText(revision, 'ref') || visible(ref);
  return typeof number === 'number' ? `${text} (r${number})` : text;
}

function fact(name: string, value: string): Fact {
  return { name, value, iso: '' };
}

function timeFact(name: string, iso: string): Fact {
  const time = timeView(iso);
  return { name, value: time.text, iso: time.iso };
}
