import { isEmptyObject, member, objectOf, textOf, type JsonValue } from '../json/json-value';
import { quoteForMessage, trim } from '../text';
import { changeOf, edited, type ContractChange } from './change';
import { always, alwaysEach, compareElement, compareMembers, memberNames, type Comparison } from './compare-members';
import { matchElements } from './match-elements';
import { isSame, memberPair, type Pair } from './pair';

const STEP_COMPARISONS = new Map<string, Comparison>([
  ['capability', (pair) => [changeOf('composition.steps_changed', pair, `capability ${edited(pair)}`)]],
  ['empty_result_source', always('composition.empty_result_changed', 'empty_result_source')],
]);

const COMPOSITION_COMPARISONS = new Map<string, Comparison>([
  ['steps', compareSteps],
  ['input_mapping', always('composition.mapping_changed', 'input_mapping')],
  ['output_mapping', compareOutputs],
  ['failure_policy', compareFailurePolicy],
  ...alwaysEach('composition.empty_result_changed', ['empty_result_policy', 'empty_result_output']),
]);

/** A composition that came or went is the other half of a change of the capability's kind. */
export const compareComposition: Comparison = (pair) => {
  const [was, is] = [pair.from, pair.to].map((side) => !isEmptyObject(objectOf(side)));
  if (was === true && is === true) return compareMembers(pair, COMPOSITION_COMPARISONS, 'capability.other_changed');
  return was === is ? [] : [changeOf('capability.kind_changed', pair, `composition ${edited(pair)}`)];
};

/** Steps are matched by id; unlike other lists, their order is the order of what is done. */
function compareSteps(pair: Pair): readonly ContractChange[] {
  const { matched, removed, added, isReordered } = matchElements(pair, (step) => trim(textOf(member(step, 'id'))));
  return [
    ...matched.flatMap((step) => {
      const about = `step ${quoteForMessage(step.key)}: `;
      return compareElement({ ...step, about }, STEP_COMPARISONS, 'capability.other_changed');
    }),
    ...removed.map((step) =>
      changeOf('composition.step_removed', step, `step ${stepName(step.key, step.from)} is gone`),
    ),
    ...added.map((step) => changeOf('composition.step_added', step, `step ${stepName(step.key, step.to)} was added`)),
    ...(isReordered ? [changeOf('composition.steps_changed', pair, 'the steps run in another order')] : []),
  ];
}

function compareOutputs(pair: Pair): readonly ContractChange[] {
  return changedMembers(pair).map((output) => {
    const rule = output.from === undefined ? 'composition.output_added' : 'composition.mapping_changed';
    return changeOf(rule, output, `output ${quoteForMessage(output.name)} ${edited(output)}`);
  });
}

function compareFailurePolicy(pair: Pair): readonly ContractChange[] {
  return changedMembers(pair).map((policy) =>
    changeOf('composition.failure_policy_changed', policy, `${quoteForMessage(policy.name)} ${edited(policy)}`),
  );
}

function changedMembers(pair: Pair): readonly (Pair & { readonly name: string })[] {
  return memberNames(pair)
    .map((name) => ({ ...memberPair(pair, name), name }))
    .filter((members) => !isSame(members));
}

function stepName(id: string, step: JsonValue | undefined): string {
  return `${quoteForMessage(id)} (${quoteForMessage(textOf(member(step, 'capability')))})`;
}
