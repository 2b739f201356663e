/** Appends one step to a JSON pointer (RFC 6901 section 4: `~` and `/` are escaped). */
export function pointerTo(parent: string, step: string | number): string {
  return typeof step === 'number'
    ? `${parent}/${step}`
    : `${parent}/${step.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}
