import { lowerCase } from '../text';
import { changeOf, edited } from './change';
import type { Comparison } from './compare-members';
import { textsOf } from './pair';

/**
 * Levels in use, in the order of what can no longer be taken back; the words of one line mean the same. The contract
 * has no vocabulary. `approval_required` is not here: it names a gate before the act, not how far the act goes.
 */
export const SIDE_EFFECT_LEVELS: readonly (readonly string[])[] = [
  ['none', 'read', 'read_only'],
  ['prepare', 'prepare_only', 'preview', 'draft', 'write_adjacent'],
  ['transactional'],
  ['write', 'mutation'],
  ['external', 'external_dispatch'],
  ['irreversible'],
];

const RANKS: ReadonlyMap<string, number> = new Map(
  SIDE_EFFECT_LEVELS.flatMap((words, rank) => words.map((word): [string, number] => [word, rank])),
);

export const compareSideEffectLevel: Comparison = (pair) => {
  const [from, to] = textsOf(pair).map(lowerCase) as [string, string];
  if (from === to) return [];
  const [before, now] = [RANKS.get(from), RANKS.get(to)];
  const summary = `side-effect level ${edited(pair)}`;
  if (before === undefined || now === undefined) return [changeOf('capability.side_effect_changed', pair, summary)];
  const rule = now > before ? 'capability.side_effect_raised' : 'capability.side_effect_lowered';
  return [changeOf(rule, pair, summary)];
};
