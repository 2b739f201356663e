import { isObject, listOf, member, textOf, type JsonValue } from '../../core/json/json-value';
import { lowerCase, trim } from '../../core/text';
import { words } from './shown-text';

export interface Effects {
  readonly produces: readonly string[];
  readonly excludes: readonly string[];
}

export interface EffectView {
  /** The word of the vocabulary. */
  readonly name: string;
  readonly label: string;
}

/** What a capability says of its effects together with what agents are told of them: both are promises. */
export function effectsOf(capability: JsonValue, guidance: JsonValue | undefined): Effects {
  const sources = [member(capability, 'business_effects'), member(guidance, 'business_effects')];
  const union = (name: string): readonly string[] => [
    ...new Set(
      sources
        .flatMap((source) => listOf(member(source, name)))
        .map((effect) => trim(textOf(effect)))
        .filter((effect) => effect !== ''),
    ),
  ];
  return { produces: union('produces'), excludes: union('does_not_produce') };
}

export function effectViews(effects: readonly string[]): readonly EffectView[] {
  return effects.map((name) => ({ name, label: words(name) }));
}

export interface Posture {
  readonly text: string;
  /** Of the badge; the text says the same without it. */
  readonly className: 'stop' | 'care' | 'calm';
}

/** How far a call goes before somebody is asked (ui.md section 2). */
export function postureOf(capability: JsonValue, { produces }: Effects): Posture {
  if (isObject(member(capability, 'grant_policy'))) return { text: 'approval gated', className: 'stop' };
  const stated = ['intent_type', 'operation_type', 'side_effect_level'].map((name) => textOf(member(capability, name)));
  const told = lowerCase([...stated, ...produces].join(' '));
  if (told.includes('approval')) return { text: 'approval required', className: 'stop' };
  if (/mutation|write|dispatch|send/.test(told)) return { text: 'write-adjacent', className: 'care' };
  return { text: 'read / prepare', className: 'calm' };
}
