import { checkBusinessEffects } from '../business-effects';
import { member, type JsonValue } from '../json/json-value';
import { pointerTo } from '../json/pointer';
import { quoteForMessage } from '../text';
import { checkComposition } from './composition';
import { checkOneOf, checkPattern, checkSafeText, faultOf, field, objectAt, requiredField, type Part } from './fields';
import { checkGrantPolicy } from './grant-policy';
import type { Catalogue } from './head-and-topology';
import { checkInputs } from './inputs';
import { pathTemplateFault } from './path-template';
import { OPERATION } from './patterns';

const REQUIRED_FIELDS = [
  'service_id',
  'capability_id',
  'title',
  'summary',
  'intent_type',
  'operation_type',
  'side_effect_level',
  'backend_operation',
  'path_template',
  'output_shape',
  'kind',
];
const KINDS = ['atomic', 'composed'];

/** The rules of service-definition.md section 3, in its order, for one capability. */
export function checkCapability(capability: Part, catalogue: Catalogue): void {
  for (const name of REQUIRED_FIELDS) requiredField(capability, name);
  checkService(capability, catalogue);
  checkSafeText(capability, 'title');
  checkSafeText(capability, 'summary');
  checkOperation(capability, 'backend_operation');
  checkOperation(capability, 'output_shape');
  checkPathTemplate(capability);
  checkInputs(capability);
  checkEffects(capability);
  checkKind(capability, catalogue);
  const grantPolicy = presentMember(capability, 'grant_policy');
  if (grantPolicy !== undefined) {
    checkGrantPolicy(objectAt('GRANT_POLICY_INVALID', grantPolicy, pointerTo(capability.at, 'grant_policy')));
  }
}

function checkService(capability: Part, { serviceIds }: Catalogue): void {
  const serviceId = field(capability.value, 'service_id');
  if (serviceIds.has(serviceId)) return;
  const at = pointerTo(capability.at, 'service_id');
  const fault = `${at} ${quoteForMessage(serviceId)} is no service of the topology`;
  throw faultOf(capability.code, fault, at, { allowed: [...serviceIds] });
}

function checkOperation(capability: Part, name: string): void {
  checkPattern(capability.code, field(capability.value, name), OPERATION, pointerTo(capability.at, name));
}

function checkPathTemplate(capability: Part): void {
  const template = field(capability.value, 'path_template');
  const fault = pathTemplateFault(template);
  if (fault === undefined) return;
  const at = pointerTo(capability.at, 'path_template');
  throw faultOf(capability.code, `${at} ${quoteForMessage(template)} is refused: ${fault}`, at, {
    allowed: 'a path like /orders/{order_id} of at most 256 bytes; segments of A-Z a-z 0-9 - _ . or {name}',
  });
}

/** Only this member is looked at; effect-like members elsewhere in the definition are free (section 3, rule 5). */
function checkEffects(capability: Part): void {
  const effects = presentMember(capability, 'business_effects');
  if (effects !== undefined) checkBusinessEffects({ business_effects: effects }, capability.at);
}

function checkKind(capability: Part, catalogue: Catalogue): void {
  const kind = field(capability.value, 'kind');
  checkOneOf(capability.code, kind, KINDS, pointerTo(capability.at, 'kind'));
  if (kind === 'composed') {
    checkComposition(capability, catalogue);
  } else if (presentMember(capability, 'composition') !== undefined) {
    const at = pointerTo(capability.at, 'composition');
    throw faultOf('COMPOSITION_INVALID', `${at} is given for an atomic capability; leave it out`, at);
  }
}

/** The member, unless it is missing or null. */
function presentMember(part: Part, name: string): JsonValue | undefined {
  return member(part.value, name) ?? undefined;
}
