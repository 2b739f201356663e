import { canonicalJson } from '../json/canonical-json';
import { member, objectOf, textOf, type JsonValue } from '../json/json-value';
import { quoteForMessage, trim } from '../text';
import { changeOf, type ContractChange } from './change';
import { alwaysEach, compareElement, type Comparison } from './compare-members';
import { matchElements, type Element } from './match-elements';
import type { Pair } from './pair';
import {
  compareCatalog,
  compareDefault,
  compareEntityReference,
  compareRequired,
  compareSemantics,
  compareSyntax,
} from './input-members';
import { compareAllowedValues } from './input-values';
import { compareResolution } from './input-resolution';

const INPUT_COMPARISONS = new Map<string, Comparison>([
  ['required', compareRequired],
  ...alwaysEach('input.type_changed', ['input_type']),
  ['allowed_values', compareAllowedValues],
  ['input_format', compareSyntax('input_format')],
  ['validation_pattern', compareSyntax('validation_pattern')],
  ['semantic_type', compareSemantics],
  ['catalog_ref', compareCatalog],
  ['entity_reference', compareEntityReference],
  ['resolution', compareResolution],
  ['default_value', compareDefault],
  ['default', compareDefault],
  ...alwaysEach('input.text_changed', ['summary', 'title', 'description', 'clarification_hint', 'normalization_hint']),
]);

/** Inputs are matched by name (service-definition.md section 4); their order means nothing. */
export const compareInputs: Comparison = (pair) => {
  const { matched, removed, added, isReordered } = matchElements(pair, inputName);
  const renamed = findRenamed(removed, added);
  const inPairs = new Set(renamed.flat());
  return [
    ...matched.flatMap((input) => compareElement(about(input), INPUT_COMPARISONS, 'input.other_changed')),
    ...renamed.map(([old, now]) => {
      const both = { ...old, to: now.to, pointerTo: now.pointerTo };
      return changeOf('input.renamed', both, `input ${quoteForMessage(old.key)} is now ${quoteForMessage(now.key)}`);
    }),
    ...removed
      .filter((input) => !inPairs.has(input))
      .map((input) => changeOf('input.removed', input, `input ${quoteForMessage(input.key)} was removed`)),
    ...added.filter((input) => !inPairs.has(input)).map(additionOf),
    ...(isReordered ? [changeOf('contract.rewritten', pair, 'the inputs are in another order')] : []),
  ];
};

function additionOf(input: Element): ContractChange {
  const name = quoteForMessage(input.key);
  return member(input.to, 'required') === true
    ? changeOf('input.required_added', input, `input ${name} was added and is required`)
    : changeOf('input.optional_added', input, `optional input ${name} was added`);
}

/** An input that left and one that came are one renamed input when nothing else differs; in order, each once. */
function findRenamed(
  removed: readonly Element[],
  added: readonly Element[],
): readonly (readonly [old: Element, now: Element])[] {
  const waiting = Map.groupBy(removed.toReversed(), (input) => contentOf(input.from));
  return added.flatMap((now) => {
    const old = waiting.get(contentOf(now.to))?.pop();
    return old === undefined ? [] : [[old, now] as const];
  });
}

function contentOf(input: JsonValue | undefined): string {
  const members = Object.entries(objectOf(input)).filter(([name]) => name !== 'input_name' && name !== 'name');
  return canonicalJson(Object.fromEntries(members));
}

function inputName(input: JsonValue): string {
  return trim(textOf(member(input, 'input_name'))) || trim(textOf(member(input, 'name')));
}

function about(input: Element): Pair {
  return { ...input, about: `input ${quoteForMessage(input.key)}: ` };
}
