import { changeOf, edited, type ContractChange } from './change';
import { compareMembers, type Comparison } from './compare-members';
import { textsOf, type Pair } from './pair';
import type { RuleId } from './rules';

/**
 * What on_missing, on_ambiguous and on_unresolved may say (service-definition.md section 4), by what it means to the
 * caller: the call goes on, somebody is asked, or it is refused. Within a group the later is the stricter.
 */
const HANDLINGS = [
  { meaning: 'goes on', words: ['omit', 'use_default', 'use_actor_scope'] },
  { meaning: 'asks', words: ['app_select_or_clarify', 'clarify'] },
  { meaning: 'refuses', words: ['deny_or_clarify', 'deny'] },
] as const;

interface Handling {
  readonly meaning: (typeof HANDLINGS)[number]['meaning'];
  readonly strictness: number;
}

const BY_WORD: ReadonlyMap<string, Handling> = new Map(
  HANDLINGS.flatMap(({ meaning, words }) =>
    words.map((word, strictness): [string, Handling] => [word, { meaning, strictness }]),
  ),
);

const RESOLUTION_COMPARISONS = new Map<string, Comparison>([
  ['mode', (pair) => compareStated(pair, 'mode')],
  ['resolver_ref', (pair) => compareStated(pair, 'resolver')],
  ...['on_missing', 'on_ambiguous', 'on_unresolved'].map((name): [string, Comparison] => [
    name,
    (pair) => compareHandling(pair, name),
  ]),
]);

export const compareResolution: Comparison = (pair) =>
  compareMembers(pair, RESOLUTION_COMPARISONS, 'input.other_changed');

/** What was left open may be stated; what was stated may not be changed or left open again. */
function compareStated(pair: Pair, name: string): readonly ContractChange[] {
  const [from, to] = textsOf(pair);
  if (from === to) return [];
  const rule = from === '' ? 'input.resolution_stated' : 'input.resolution_changed';
  return [changeOf(rule, pair, `resolution ${name} ${edited(pair)}`)];
}

function compareHandling(pair: Pair, name: string): readonly ContractChange[] {
  const [from, to] = textsOf(pair);
  return from === to ? [] : [changeOf(handlingRule(from, to), pair, `${name} ${edited(pair)}`)];
}

function handlingRule(from: string, to: string): RuleId {
  if (to === '') return 'input.handling_withdrawn';
  const now = BY_WORD.get(to);
  const before = BY_WORD.get(from);
  // A denial stops a call whatever was said before, and a word unknown to the specification may be one.
  if (now === undefined) return 'input.refuses_more';
  if (before === undefined) return now.meaning === 'refuses' ? 'input.refuses_more' : 'input.handling_stated';
  const isStricter = before.meaning === now.meaning && now.strictness > before.strictness;
  switch (now.meaning) {
    case 'refuses':
      return before.meaning !== 'refuses' || isStricter ? 'input.refuses_more' : 'input.refuses_less';
    case 'asks':
      if (before.meaning === 'refuses') return 'input.refuses_less';
      return before.meaning === 'goes on' || isStricter ? 'input.asks_more' : 'input.asks_less';
    case 'goes on':
      return 'input.goes_on_unasked';
  }
}
