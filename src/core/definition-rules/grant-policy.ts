import { member } from '../json/json-value';
import { pointerTo } from '../json/pointer';
import { checkOneOf, faultOf, field, nonEmptyArrayOf, textsOf, type Part } from './fields';

const GRANT_TYPES = ['one_time', 'session_bound'];
/** Consumers hold these numbers in signed 64-bit integers. */
const INTEGER_LIMIT = 2 ** 63;

/** The rules of service-definition.md section 6. */
export function checkGrantPolicy(policy: Part): void {
  nonEmptyArrayOf(policy, 'allowed_grant_types');
  const allowedTypes = textsOf(policy, 'allowed_grant_types');
  allowedTypes.forEach((type, index) => {
    checkOneOf(policy.code, type, GRANT_TYPES, `${policy.at}/allowed_grant_types/${index}`);
  });
  const defaultAt = pointerTo(policy.at, 'default_grant_type');
  checkOneOf(policy.code, field(policy.value, 'default_grant_type'), allowedTypes, defaultAt);
  checkPositiveInteger(policy, 'expires_in_seconds');
  checkPositiveInteger(policy, 'max_uses');
}

function checkPositiveInteger(policy: Part, name: string): void {
  const value = member(policy.value, name);
  if (typeof value === 'number' && Number.isInteger(value) && value > 0 && value < INTEGER_LIMIT) return;
  const at = pointerTo(policy.at, name);
  throw faultOf(policy.code, `${at} is ${typeof value === 'number' ? value : 'not a number'}`, at, {
    allowed: 'whole numbers from 1 to below 2^63',
  });
}
