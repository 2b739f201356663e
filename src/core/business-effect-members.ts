/** The members whose values are checked against the vocabulary (service-definition.md section 7). */
export const EFFECTS_MEMBER = 'business_effects';
export const UNSUPPORTED_MEMBERS: readonly string[] = ['unsupported_effects', 'suppress_unsupported_effects'];

export function namesEffects(member: string): boolean {
  return member === EFFECTS_MEMBER || UNSUPPORTED_MEMBERS.includes(member);
}
