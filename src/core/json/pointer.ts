const SPECIAL = /[~/]/;

/** Appends one step to a JSON pointer (RFC 6901 section 4: `~` and `/` are escaped). */
export function pointerTo(parent: string, step: string | number): string {
  return typeof step === 'number' ? `${parent}/${step}` : `${parent}/${escaped(step)}`;
}

function escaped(step: string): string {
  return SPECIAL.test(step) ? step.replaceAll('~', '~0').replaceAll('/', '~1') : step;
}
