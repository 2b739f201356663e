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
const EFFECTS_MEMBER = 'business_effects';
const EFFECT_LIST_MEMBERS = ['produces', 'does_not_produce'];
const UNSUPPORTED_MEMBERS = ['unsupported_effects', 'suppress_unsupported_effects'];

/**
 * Checks the effects that are named anywhere in `document`, in document order. The walk keeps its own stack: callers
 * need not have bounded the nesting before.
 *
 * @throws RegistryError BUSINESS_EFFECT_INVALID
 */
export function checkBusinessEffects(document: JsonValue, pointer: string): void {
  const pending: Place[] = [{ value: document, at: pointer, name: undefined }];
  for (let place = pending.pop(); place !== undefined; place = pending.pop()) {
    const { value, at, name } = place;
    if (name === EFFECTS_MEMBER) checkEffectsObject(value, at);
    if (name !== undefined && UNSUPPORTED_MEMBERS.includes(name)) {
      checkEffectList(value, at);
    } else {
      // The last child first, since places are taken from the end; and one by one, since there may be a million.
      for (const child of childrenOf(value, at).reverse()) pending.push(child);
    }
  }
}

interface Place {
  readonly value: JsonValue | undefined;
  readonly at: string;
  /** Undefined for what is no member of an object. */
  readonly name: string | undefined;
}

/** Scalars are left out unless their name is one that is looked at: nothing else of them matters. */
function childrenOf(value: JsonValue | undefined, at: string): Place[] {
  const children: Place[] = [];
  if (isArray(value)) {
    value.forEach((item, index) => {
      if (isContainer(item)) children.push({ value: item, at: pointerTo(at, index), name: undefined });
    });
  } else if (isObject(value)) {
    for (const name of Object.keys(value)) {
      const child = member(value, name);
      const isNamed = name === EFFECTS_MEMBER || UNSUPPORTED_MEMBERS.includes(name);
      if (isNamed || isContainer(child)) children.push({ value: child, at: pointerTo(at, name), name });
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
