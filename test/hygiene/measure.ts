import type { HygieneReport } from '../../src/core/hygiene/hygiene-report';
import { HYGIENE_RULES, type HygieneRuleId } from '../../src/core/hygiene/rules';
import { scanDocuments, type HygieneDocument } from '../../src/core/hygiene/scan-documents';
import { member, textOf } from '../../src/core/json/json-value';
import type { CorpusCase } from './corpus';

export interface Measurement {
  readonly rule: HygieneRuleId | 'all';
  readonly planted: number;
  readonly found: number;
  readonly nearMisses: number;
  /** Near misses in which any rule, not only the one they are near to, saw something. */
  readonly wronglyFound: number;
}

/** What the rules say of each case; a planted one counts as found when its own rule says so. */
export function measure(cases: readonly CorpusCase[]): { rows: Measurement[]; missed: string[]; wrong: string[] } {
  const verdicts = cases.map((one) => {
    const rules = scanCase(one).hits.map(({ rule }) => rule);
    return { ...one, isHit: one.isPlanted ? rules.includes(one.rule) : rules.length > 0, rules };
  });
  const rowOf = (rule: Measurement['rule'], of: typeof verdicts): Measurement => ({
    rule,
    planted: of.filter(({ isPlanted }) => isPlanted).length,
    found: of.filter(({ isPlanted, isHit }) => isPlanted && isHit).length,
    nearMisses: of.filter(({ isPlanted }) => !isPlanted).length,
    wronglyFound: of.filter(({ isPlanted, isHit }) => !isPlanted && isHit).length,
  });
  const rows = HYGIENE_RULES.map(({ id }) =>
    rowOf(
      id,
      verdicts.filter(({ rule }) => rule === id),
    ),
  );
  const label = ({ rule, name, rules }: (typeof verdicts)[number]): string => `${rule}: ${name} -> ${rules.join(', ')}`;
  return {
    rows: [...rows, rowOf('all', verdicts)],
    missed: verdicts.filter(({ isPlanted, isHit }) => isPlanted && !isHit).map(label),
    wrong: verdicts.filter(({ isPlanted, isHit }) => !isPlanted && isHit).map(label),
  };
}

/** A row of docs/hygiene.md. */
export function measurementRow({ rule, planted, found, nearMisses, wronglyFound }: Measurement): string {
  const percent = (part: number, whole: number): string =>
    whole === 0 ? '-' : `${((part * 100) / whole).toFixed(1)} %`;
  const cells = [
    planted,
    found,
    nearMisses,
    wronglyFound,
    percent(found, found + wronglyFound),
    percent(found, planted),
  ];
  return `| \`${rule}\` | ${cells.join(' | ')} |`;
}

export function scanCase(one: CorpusCase): HygieneReport {
  return scanDocuments([documentOf(one)]);
}

/** Source links are the only part of a request that is looked at in another way. */
function documentOf({ rule, document }: CorpusCase): HygieneDocument {
  if (rule !== 'private-source-link') return { pointer: '/readme', value: document };
  return { pointer: '/source_links/0/url', value: textOf(member(document, 'url')), isSourceLink: true };
}
