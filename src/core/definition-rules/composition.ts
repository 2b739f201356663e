import { isEmptyObject, member } from '../json/json-value';
import { pointerTo } from '../json/pointer';
import { isBlank, quoteForMessage } from '../text';
import { checkOneOf, faultOf, field, nonEmptyArrayOf, nonEmptyPartOf, objectAt, partOf, type Part } from './fields';
import { checkDataPath, checkSteps, type StepPositions } from './composition-steps';
import type { Catalogue } from './head-and-topology';

const FAILURES = ['child_clarification', 'child_denial', 'child_approval_required', 'child_error'];
const FAILURE_REACTIONS = ['propagate', 'fail_parent'];
const NO_RESULTS = 'return_success_no_results';

/** The rules of service-definition.md section 5 for a composed capability. */
export function checkComposition(capability: Part, catalogue: Catalogue): void {
  const composition = nonEmptyPartOf(capability, 'composition', 'COMPOSITION_INVALID');
  const boundaryAt = pointerTo(composition.at, 'authority_boundary');
  checkOneOf(composition.code, field(composition.value, 'authority_boundary'), ['same_service'], boundaryAt);
  nonEmptyArrayOf(composition, 'steps');
  const inputMapping = partOf(composition, 'input_mapping');
  const outputMapping = partOf(composition, 'output_mapping');
  const failurePolicy = partOf(composition, 'failure_policy');
  for (const name of FAILURES) {
    const at = pointerTo(failurePolicy.at, name);
    checkOneOf(failurePolicy.code, field(failurePolicy.value, name), FAILURE_REACTIONS, at);
  }
  partOf(composition, 'audit_policy');

  const positions = checkSteps(capability, composition, inputMapping, catalogue);
  checkEmptyResult(composition);
  checkInputMapping(inputMapping, positions);
  checkOutputMapping(outputMapping, positions);
}

function checkEmptyResult(composition: Part): void {
  const steps = nonEmptyArrayOf(composition, 'steps');
  const sources = steps.filter((step) => member(step, 'empty_result_source') === true).length;
  const stepsAt = pointerTo(composition.at, 'steps');
  if (sources > 1) {
    throw faultOf(
      composition.code,
      `${stepsAt} has ${sources} steps with empty_result_source; at most 1 may`,
      stepsAt,
      {
        limit: 1,
        actual: sources,
      },
    );
  }
  const policy = field(composition.value, 'empty_result_policy');
  if (sources === 1 && policy === '') {
    const at = pointerTo(composition.at, 'empty_result_policy');
    throw faultOf(composition.code, `${at} is required, because a step has empty_result_source`, at);
  }
  if (policy === NO_RESULTS) nonEmptyPartOf(composition, 'empty_result_output');
}

/** Values may name any earlier step; inputs that the child does not declare may be mapped. */
function checkInputMapping(mapping: Part, positions: StepPositions): void {
  for (const stepId of Object.keys(mapping.value)) {
    const at = pointerTo(mapping.at, stepId);
    const position = positions.get(stepId);
    if (position === undefined) {
      throw faultOf(mapping.code, `${at} maps ${quoteForMessage(stepId)}, which is no step`, at, {
        allowed: [...positions.keys()],
      });
    }
    const inputs = objectAt(mapping.code, member(mapping.value, stepId), at);
    for (const name of Object.keys(inputs.value)) checkDataPath(inputs, name, positions, position);
  }
}

function checkOutputMapping(mapping: Part, positions: StepPositions): void {
  if (isEmptyObject(mapping.value)) {
    throw faultOf(mapping.code, `${mapping.at} is an empty object`, mapping.at, { allowed: 'an object with members' });
  }
  for (const name of Object.keys(mapping.value)) {
    if (isBlank(name)) throw faultOf(mapping.code, `${mapping.at} has a blank name`, pointerTo(mapping.at, name));
    checkDataPath(mapping, name, positions, positions.size);
  }
}
