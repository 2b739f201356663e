import { CAPABILITY_RULES } from './capability-rules';
import { INPUT_RULES } from './input-rules';
import { PACKAGE_RULES } from './package-rules';
import type { ChangeClass } from './rule';

/**
 * The one table of all rules, in the order of reports. Its class is the class of every change that the rule names;
 * docs/contract-diff.md prints it.
 */
export const RULES = [...CAPABILITY_RULES, ...INPUT_RULES, ...PACKAGE_RULES] as const;

export type RuleId = (typeof RULES)[number]['id'];

interface RankedRule {
  readonly class: ChangeClass;
  readonly rank: number;
}

const BY_ID: ReadonlyMap<RuleId, RankedRule> = new Map(
  RULES.map((rule, rank) => [rule.id, { class: rule.class, rank }]),
);

export function classOf(id: RuleId): ChangeClass {
  return rankedRule(id).class;
}

/** The rule's place in the table. */
export function rankOf(id: RuleId): number {
  return rankedRule(id).rank;
}

function rankedRule(id: RuleId): RankedRule {
  const rule = BY_ID.get(id);
  if (rule === undefined) throw new TypeError(`there is no rule ${id}`);
  return rule;
}
