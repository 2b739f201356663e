import { EFFECTS_MEMBER, namesEffects, UNSUPPORTED_MEMBERS } from './business-effect-members';
import type { DocumentSurvey } from './document-survey';
import { RegistryError } from './errors';
import { hasMember, isArray, isObject, member, type JsonValue } from './json/json-value';
import { pointerTo } from './json/pointer';
import { quoteForMessage, trim } from './text';

/** The closed vocabulary of service-definition.md section 7. */
export const BUSINESS_EFFECTS = [
  'approval.execute',
  'approval.request',
  'content.draft',
  'content.recommendation',
  'content.summary',
  'data.aggregate',
  'data.export',
  'data.read',
  'external_dispatch',
  'raw_data_export',
  'raw_model_features',
  'system.mutation',
  'system.preview_mutation',
] as const;

const KNOWN_EFFECTS: ReadonlySet<string> = new Set(BUSINESS_EFFECTS);
const EFFECT_LIST_MEMBERS = ['produces', 'does_not_produce'];

/**
 * Checks the effects that are named anywhere in `document`, in document order. The walk keeps its own stack: callers
 * need not have bounded the nesting before. A document without a member of these names is not walked.
 *
 * @throws RegistryError BUSINESS_EFFECT_INVALID
 */
export function checkBusinessEffects(document: JsonValue, pointer: string, survey?: DocumentSurvey): void {
  if (survey !== undefined && !survey.names.some((name) => name.namesEffects)) return;
  const pending: Place[] = [{ value: document, step: pointer, parent: undefined }];
  for (let place = pending.pop(); place !== undefined; place = pending.pop()) {
    const { value, step } = place;
    const isMember = typeof step === 'string' && place.parent !== undefined;
    if (isMember && step === EFFECTS_MEMBER) checkEffectsObject(value, pointerOf(place));
    if (isMember && UNSUPPORTED_MEMBERS.includes(step)) {
      checkEffectList(value, pointerOf(place));
    } else {
      // The last child first, since places are taken from the end; and one by one, since there may be a million.
      for (const child of childrenOf(place).reverse()) pending.push(child);
    }
  }
}

/** A pointer is made for the few places that are looked at: one for each would be most of the work. */
interface Place {
  readonly value: JsonValue | undefined;
  /** The name or index in the parent; of the root its pointer. */
  readonly step: string | number;
  readonly parent: Place | undefined;
}

function pointerOf(place: Place): string {
  const steps: (string | number)[] = [];
  let at = place;
  for (; at.parent !== undefined; at = at.parent) steps.push(at.step);
  return steps.reverse().reduce<string>(pointerTo, String(at.step));
}

/** Scalars are left out unless their name is one that is looked at: nothing else of them matters. */
function childrenOf(parent: Place): Place[] {
  const { value } = parent;
  const children: Place[] = [];
  if (isArray(value)) {
    value.forEach((item, step) => {
      if (isContainer(item)) children.push({ value: item, step, parent });
    });
  } else if (isObject(value)) {
    for (const step of Object.keys(value)) {
      const child = value[step];
      if (isContainer(child) || namesEffects(step)) children.push({ value: child, step, parent });
    }
  }
  return children;
}

function isContainer(value: JsonValue | undefined): boolean {
  return isArray(value) || isObject(value);
}

function checkEffectsObject(value: JsonValue | undefined, at: string): void {
  if (!isObject(value)) throw effectFault(`${at} is not an object`, at, 'an object');
  for (const name of EFFECT_LIST_MEMBERS) {
    if (hasMember(value, name)) checkEffectList(member(value, name), pointerTo(at, name));
  }
}

function checkEffectList(value: JsonValue | undefined, at: string): void {
  if (!isArray(value)) throw effectFault(`${at} is not an array of business effects`, at, BUSINESS_EFFECTS);
  value.forEach((item, index) => {
    const itemAt = pointerTo(at, index);
    if (typeof item !== 'string') throw effectFault(`${itemAt} is not a string`, itemAt, BUSINESS_EFFECTS);
    if (!KNOWN_EFFECTS.has(trim(item))) {
      throw effectFault(`${quoteForMessage(item)} is not a business effect`, itemAt, BUSINESS_EFFECTS);
    }
  });
}

function effectFault(fault: string, pointer: string, allowed: string | readonly string[]): RegistryError {
  const list = typeof allowed === 'string' ? allowed : allowed.join(', ');
  return new RegistryError('BUSINESS_EFFECT_INVALID', `${fault}; allowed: ${list}`, {
    pointer,
    rule: 'service-definition.md section 7',
    allowed,
  });
}
