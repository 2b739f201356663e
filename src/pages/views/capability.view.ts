import { isObject, listOf, member, textOf, type JsonValue } from '../../core/json/json-value';
import { trim } from '../../core/text';
import { effectsOf, effectViews, postureOf, type EffectView, type Posture } from './capability-effects.view';
import { inputColumns, inputViews, type InputColumns, type InputView } from './capability-inputs.view';
import { compositionView, type CompositionView } from './composition.view';
import { counted } from './format';
import { shownText, shownTexts } from './shown-text';

export interface CapabilityView {
  readonly id: string;
  readonly anchor: string;
  readonly title: string;
  readonly kind: string;
  readonly intent: string;
  readonly sideEffect: string;
  readonly posture: Posture;
  readonly summary: string;
  readonly facts: readonly { readonly name: string; readonly value: string }[];
  readonly produces: readonly EffectView[];
  readonly excludes: readonly EffectView[];
  readonly inputs: readonly InputView[];
  readonly columns: InputColumns;
  readonly inputsText: string;
  readonly guidance: readonly string[];
  readonly composition: CompositionView | undefined;
}

export function capabilityAnchor(id: string): string {
  return `capability-${id}`;
}

/** One capability; `guidance` is what agents are told about it. */
export function capabilityView(capability: JsonValue, guidance: JsonValue | undefined): CapabilityView {
  const id = trim(textOf(member(capability, 'capability_id')));
  const effects = effectsOf(capability, guidance);
  const inputs = inputViews(capability);
  return {
    id,
    anchor: capabilityAnchor(id),
    title: shownText(capability, 'title') || id,
    kind: shownText(capability, 'kind'),
    intent: shownText(capability, 'intent_type'),
    sideEffect: shownText(capability, 'side_effect_level'),
    posture: postureOf(capability, effects),
    summary: shownText(capability, 'summary'),
    facts: factsOf(capability),
    produces: effectViews(effects.produces),
    excludes: effectViews(effects.excludes),
    inputs,
    columns: inputColumns(inputs),
    inputsText: counted(inputs.length, 'input'),
    guidance: guidanceOf(capability, guidance),
    composition: compositionView(capability),
  };
}

function factsOf(capability: JsonValue): CapabilityView['facts'] {
  return [
    { name: 'Service', value: shownText(capability, 'service_id') },
    { name: 'Operation', value: shownText(capability, 'operation_type') },
    { name: 'Back end', value: shownText(capability, 'backend_operation') },
    { name: 'Path', value: shownText(capability, 'path_template') },
    { name: 'Output', value: shownText(capability, 'output_shape') },
    { name: 'Needs scope', value: shownTexts(capability, 'minimum_scope').join(', ') },
    { name: 'Grant', value: grantText(member(capability, 'grant_policy')) },
  ].filter(({ value }) => value !== '');
}

/** `one_time or session_bound (default one_time), for 15 minutes, 1 use`. */
function grantText(policy: JsonValue | undefined): string {
  if (!isObject(policy)) return '';
  const [seconds, uses] = [member(policy, 'expires_in_seconds'), member(policy, 'max_uses')];
  return [
    `${shownTexts(policy, 'allowed_grant_types').join(' or ')} (default ${shownText(policy, 'default_grant_type')})`,
    ...(typeof seconds === 'number' ? [`for ${durationText(seconds)}`] : []),
    ...(typeof uses === 'number' ? [counted(uses, 'use')] : []),
  ].join(', ');
}

function durationText(seconds: number): string {
  if (seconds % 3600 === 0) return counted(seconds / 3600, 'hour');
  return seconds % 60 === 0 ? counted(seconds / 60, 'minute') : counted(seconds, 'second');
}

/** What an application must bring (ui.md section 2), and what agents are told of the bounds. */
function guidanceOf(capability: JsonValue, guidance: JsonValue | undefined): readonly string[] {
  const fit = member(capability, 'implementation_fit');
  const glue = shownText(fit, 'category').includes('agent_app_glue') ? shownText(fit, 'rationale') : '';
  const toClarify = listOf(member(guidance, 'required_context'))
    .filter((context) =>
      `${shownText(context, 'missing_behavior')} ${shownText(context, 'posture')}`.includes('clarify'),
    )
    .map((context) => shownText(context, 'input'))
    .filter((name) => name !== '');
  const bounds = shownText(member(guidance, 'app_boundaries'), 'guidance');
  return [
    ...(glue === '' ? [] : [`The application must supply glue: ${glue}`]),
    ...(glue === '' && toClarify.length > 0 ? [`Ask when it is missing: ${toClarify.join(', ')}.`] : []),
    ...(bounds === '' ? [] : [bounds]),
  ];
}
