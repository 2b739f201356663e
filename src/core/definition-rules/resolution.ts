import { hasMember, member, type JsonValue } from '../json/json-value';
import { pointerTo } from '../json/pointer';
import { quoteForMessage } from '../text';
import { faultOf, nonEmptyPartOf, type Part } from './fields';

const MODES = [
  'closed_values',
  'backend_resolved',
  'app_selected',
  'actor_policy',
  'actor_policy_or_explicit',
  'explicit_only',
  'clarify',
];
const REACTIONS = [
  'clarify',
  'use_default',
  'use_actor_scope',
  'app_select_or_clarify',
  'deny',
  'deny_or_clarify',
  'omit',
];
const REACTION_MEMBERS = ['on_missing', 'on_ambiguous', 'on_unresolved'];

/**
 * How an input gets its value when the caller does not give it exactly (service-definition.md section 4). These texts
 * are compared as they are, without trimming, and member names exactly.
 */
export function checkResolution(input: Part, hasAllowedValues: boolean): void {
  if ((member(input.value, 'resolution') ?? null) === null) return;
  const resolution = nonEmptyPartOf(input, 'resolution');
  const mode = member(resolution.value, 'mode');
  checkExactly(resolution, 'mode', mode, MODES);
  checkResolverRef(resolution);
  for (const name of REACTION_MEMBERS) {
    const reaction = member(resolution.value, name) ?? null;
    if (reaction !== null) checkExactly(resolution, name, reaction, REACTIONS);
  }
  if (mode === 'closed_values' && !hasAllowedValues) {
    const at = pointerTo(input.at, 'allowed_values');
    throw faultOf(input.code, `${at} has no values, and ${resolution.at} has the mode closed_values`, at);
  }
  if (member(resolution.value, 'on_missing') === 'use_default' && defaultOf(input) === null) {
    const at = pointerTo(input.at, 'default_value');
    throw faultOf(input.code, `${at} is not given, and ${resolution.at}/on_missing is use_default`, at);
  }
}

function checkExactly(part: Part, name: string, value: JsonValue | undefined, allowed: readonly string[]): void {
  if (typeof value === 'string' && allowed.includes(value)) return;
  const at = pointerTo(part.at, name);
  const found = typeof value === 'string' ? quoteForMessage(value) : 'not a string';
  throw faultOf(part.code, `${at} is ${value === undefined ? 'missing' : found}`, at, { allowed });
}

function checkResolverRef(resolution: Part): void {
  const resolverRef = member(resolution.value, 'resolver_ref') ?? null;
  if (resolverRef === null || typeof resolverRef === 'string') return;
  const at = pointerTo(resolution.at, 'resolver_ref');
  throw faultOf(resolution.code, `${at} is not a string`, at, { allowed: ['string', 'null'] });
}

/** `default_value` where it exists, even if it is null; `default` otherwise. */
function defaultOf(input: Part): JsonValue {
  const name = hasMember(input.value, 'default_value') ? 'default_value' : 'default';
  return member(input.value, name) ?? null;
}
