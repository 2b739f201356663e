import { isObject, member, textOf } from '../json/json-value';
import { pointerTo } from '../json/pointer';
import { isBlank, quoteForMessage } from '../text';
import { checkPattern, faultOf, field, partsOf, requiredField, type Part } from './fields';
import type { Catalogue } from './head-and-topology';
import { requiredInputNames } from './inputs';
import { INPUT_PATH, NAME, STEP_PATH } from './patterns';

/** The position of each step by its id, in order. */
export type StepPositions = ReadonlyMap<string, number>;

/** The rules for the steps themselves (service-definition.md section 5, rule 2). */
export function checkSteps(parent: Part, composition: Part, inputMapping: Part, catalogue: Catalogue): StepPositions {
  const positions = new Map<string, number>();
  const requiredOf = memoised(requiredInputNames);
  for (const step of partsOf(composition, 'steps')) {
    const id = requiredField(step, 'id');
    const idAt = pointerTo(step.at, 'id');
    requiredField(step, 'capability');
    checkPattern(step.code, id, NAME, idAt);
    if (positions.has(id)) throw faultOf(step.code, `${idAt} ${quoteForMessage(id)} is given twice`, idAt);
    positions.set(id, positions.size);
    checkRequiredInputs(step, id, requiredOf(childOf(step, parent, catalogue)), inputMapping);
  }
  return positions;
}

/** Many steps may lead to one child with many inputs: each child is read once for a composition. */
function memoised<Key, Value>(compute: (key: Key) => Value): (key: Key) => Value {
  const known = new Map<Key, Value>();
  return (key) => {
    const value = known.get(key) ?? compute(key);
    known.set(key, value);
    return value;
  };
}

/** The child must be another, atomic capability of the same service: no step can lead to itself or leave the service. */
function childOf(step: Part, parent: Part, { capabilities }: Catalogue): Part {
  const at = pointerTo(step.at, 'capability');
  const childId = field(step.value, 'capability');
  const refused = (reason: string): Error => faultOf(step.code, `${at} ${quoteForMessage(childId)} ${reason}`, at);
  if (childId === field(parent.value, 'capability_id')) throw refused('is the composed capability itself');
  const child = capabilities.get(childId);
  if (child === undefined) throw refused('is no capability of the definition');
  if (field(child.value, 'service_id') !== field(parent.value, 'service_id')) {
    throw refused('belongs to another service than the composed capability');
  }
  if (field(child.value, 'kind') !== 'atomic') throw refused('is not atomic');
  return child;
}

function checkRequiredInputs(step: Part, id: string, required: ReadonlySet<string>, inputMapping: Part): void {
  const mapped = member(inputMapping.value, id);
  for (const name of required) {
    if (isObject(mapped) && !isBlank(textOf(member(mapped, name)))) continue;
    const at = pointerTo(pointerTo(inputMapping.at, id), name);
    throw faultOf(step.code, `${at} is missing: step ${quoteForMessage(id)} requires that input`, at);
  }
}

/**
 * The member `name`, not trimmed, must be a path into the input, or into the output of a step that comes before the
 * position `before`.
 */
export function checkDataPath(mapping: Part, name: string, positions: StepPositions, before: number): void {
  const at = pointerTo(mapping.at, name);
  const path = member(mapping.value, name);
  if (typeof path !== 'string') throw faultOf(mapping.code, `${at} is not a string`, at, { allowed: PATHS });
  if (INPUT_PATH.expression.test(path)) return;
  const stepId = STEP_PATH.expression.exec(path)?.[1];
  if (stepId === undefined) {
    throw faultOf(mapping.code, `${at} ${quoteForMessage(path)} is no path`, at, { allowed: PATHS });
  }
  const position = positions.get(stepId);
  if (position !== undefined && position < before) return;
  const reason = position === undefined ? 'names no step' : 'names a step that does not come earlier';
  throw faultOf(mapping.code, `${at} ${quoteForMessage(path)} ${reason}`, at, {
    allowed: [...positions.keys()].slice(0, before),
  });
}

const PATHS = ['$.input.<name>', '$.steps.<step id>.output.<name>'];
