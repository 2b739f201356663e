import { CHANGE_CLASSES, type ChangeClass, type Rule } from '../../core/contract-diff/rule';
import { RULES, type RuleId } from '../../core/contract-diff/rules';

export const CONTRACT_RULES_HREF = '/registry/docs/contract-diff';

export interface RuleView {
  readonly id: string;
  readonly anchor: string;
  readonly href: string;
  readonly title: string;
  readonly why: string;
  readonly changeClass: ChangeClass;
}

const MEANINGS: Readonly<Record<ChangeClass, string>> = {
  breaking: 'Something can now fail, do more than before, or ask for more than before.',
  compatible: 'What worked goes on working, and does no more.',
  editorial: 'Only words, order or bookkeeping changed.',
};

const BY_ID = new Map<RuleId, Rule>(RULES.map((rule) => [rule.id, rule]));

export function ruleView(id: RuleId): RuleView {
  const rule = BY_ID.get(id);
  if (rule === undefined) throw new TypeError(`there is no rule ${id}`);
  const anchor = `rule-${id}`;
  return { id, anchor, href: `${CONTRACT_RULES_HREF}#${anchor}`, title: rule.title, why: rule.why, changeClass: rule.class };
}

export function meaningOf(changeClass: ChangeClass): string {
  return MEANINGS[changeClass];
}

/** The whole table of rules, as the code that compares has it. */
export function contractRulesView(): object {
  return {
    title: 'Rules of contract comparison',
    description: 'How changes between two versions of a signed service contract are classed.',
    classes: CHANGE_CLASSES.map((name) => ({
      name,
      meaning: MEANINGS[name],
      rules: RULES.filter((rule) => rule.class === name).map(({ id }) => ruleView(id)),
    })),
  };
}
