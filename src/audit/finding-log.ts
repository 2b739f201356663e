import { type Finding, type FindingClass, isDamage } from '../core/audit/finding';

/** Enough to see what kind of damage it is; the rest is counted. It bounds the memory of an audit of a lost store. */
export const FINDING_EXAMPLES = 10;

/** All findings of one class. */
export interface FindingSummary {
  readonly class: FindingClass;
  readonly count: number;
  readonly examples: readonly Finding[];
}

/** What an audit has found so far, in the order in which the classes were met. */
export class FindingLog {
  private readonly summaries = new Map<FindingClass, { count: number; examples: Finding[] }>();

  constructor(earlier: readonly FindingSummary[] = []) {
    for (const { class: findingClass, count, examples } of earlier) {
      this.summaries.set(findingClass, { count, examples: [...examples] });
    }
  }

  add(finding: Finding, times = 1): void {
    const summary = this.summaries.get(finding.class) ?? { count: 0, examples: [] };
    this.summaries.set(finding.class, summary);
    summary.count += times;
    if (summary.examples.length < FINDING_EXAMPLES) summary.examples.push(finding);
  }

  has(findingClass: FindingClass): boolean {
    return this.summaries.has(findingClass);
  }

  get all(): readonly FindingSummary[] {
    return [...this.summaries].map(([findingClass, { count, examples }]) => ({ class: findingClass, count, examples }));
  }

  get damage(): readonly FindingSummary[] {
    return this.all.filter((summary) => isDamage(summary.class));
  }

  get notes(): readonly FindingSummary[] {
    return this.all.filter((summary) => !isDamage(summary.class));
  }
}
