import { isObject, listOf, member, objectOf, type JsonValue } from '../../core/json/json-value';
import { cutText, shownText, visible, words } from './shown-text';

/** A drawing of more boxes helps nobody; the list beside it has all of them. */
const MAX_DRAWN_STEPS = 8;
const BOX = { width: 300, height: 44, gap: 22, x: 1 };
const MAX_BOX_CHARACTERS = 38;

export interface CompositionView {
  /** The drawing in words, for who does not see it. */
  readonly label: string;
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly BoxView[];
  readonly arrows: readonly ArrowView[];
  readonly steps: readonly StepView[];
  readonly outputs: string;
  readonly rules: string;
}

interface BoxView {
  readonly y: number;
  readonly titleY: number;
  readonly textY: number;
  readonly title: string;
  readonly text: string;
}

interface ArrowView {
  readonly from: number;
  readonly to: number;
  readonly head: string;
}

interface StepView {
  readonly id: string;
  readonly capability: string;
  readonly inputs: string;
}

/** The steps of a composed capability in their order (service-definition.md section 5); undefined for an atomic one. */
export function compositionView(capability: JsonValue): CompositionView | undefined {
  const composition = member(capability, 'composition');
  if (!isObject(composition)) return undefined;
  const steps = listOf(member(composition, 'steps')).map((step) => stepView(step, composition));
  const drawn = steps.slice(0, MAX_DRAWN_STEPS);
  const left = steps.length - drawn.length;
  const rows = [
    ...drawn.map(({ id, capability: called }, index) => ({ title: `${index + 1}. ${id}`, text: called })),
    ...(left > 0 ? [{ title: `and ${left} more`, text: 'all are listed below' }] : []),
  ];
  const pitch = BOX.height + BOX.gap;
  return {
    label: `Steps in order: ${drawn.map(({ id, capability: called }) => `${id} calls ${called}`).join('; then ')}`,
    width: BOX.width + 2 * BOX.x,
    height: rows.length * pitch - BOX.gap + 2,
    boxes: rows.map(({ title, text }, index) => ({
      y: index * pitch + 1,
      titleY: index * pitch + 19,
      textY: index * pitch + 36,
      title: cutText(title, MAX_BOX_CHARACTERS),
      text: cutText(text, MAX_BOX_CHARACTERS),
    })),
    arrows: rows.slice(1).map((_, index) => arrowView(index * pitch + 1 + BOX.height, (index + 1) * pitch + 1)),
    steps,
    outputs: mappings(member(composition, 'output_mapping')),
    rules: rulesOf(composition),
  };
}

function stepView(step: JsonValue, composition: JsonValue): StepView {
  const id = shownText(step, 'id');
  return {
    id,
    capability: shownText(step, 'capability'),
    inputs: mappings(member(member(composition, 'input_mapping'), id)),
  };
}

function arrowView(from: number, to: number): ArrowView {
  const middle = BOX.x + BOX.width / 2;
  return { from, to: to - 6, head: `${middle - 5},${to - 7} ${middle + 5},${to - 7} ${middle},${to - 1}` };
}

/** `limit from $.input.limit, ...`: which value goes where. */
function mappings(value: JsonValue | undefined): string {
  return Object.keys(objectOf(value))
    .map((name) => `${visible(name)} from ${shownText(value, name)}`)
    .join(', ');
}

function rulesOf(composition: JsonValue): string {
  const failure = member(composition, 'failure_policy');
  const outcomes = Object.keys(objectOf(failure)).map(
    (name) => `${words(name.replace(/^child_/, '')).toLowerCase()}: ${shownText(failure, name).replaceAll('_', ' ')}`,
  );
  const empty = shownText(composition, 'empty_result_policy').replaceAll('_', ' ');
  return visible([...outcomes, ...(empty === '' ? [] : [`nothing found: ${empty}`])].join('; '));
}
