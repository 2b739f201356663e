/** A form that a text of a service definition must have, and the name that messages give it. */
export interface NamedPattern {
  readonly name: string;
  readonly expression: RegExp;
}

/** The patterns of service-definition.md section 1. None has the `m` flag, so `$` is the very end of the text. */
export const SERVICE_ID = pattern('SERVICE_ID', /^[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*$/);
export const CAPABILITY_ID = pattern('CAPABILITY_ID', /^[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)+$/);
export const NAME = pattern('NAME', /^[A-Za-z_][A-Za-z0-9_]*$/);
export const OPERATION = pattern('OPERATION', /^[A-Za-z_][A-Za-z0-9_.:-]{0,127}$/);
/** Its white space is RE2's `\s`, which is narrower than JavaScript's. */
export const TYPE = pattern(
  'TYPE',
  /^[A-Za-z][A-Za-z0-9_]*(?:<[\t\n\f\r ]*[A-Za-z][A-Za-z0-9_]*(?:[\t\n\f\r ]*,[\t\n\f\r ]*[A-Za-z][A-Za-z0-9_]*)*[\t\n\f\r ]*>)?$/,
);
export const INPUT_PATH = pattern('INPUT_PATH', /^\$\.input(?:\.[A-Za-z_][A-Za-z0-9_]*)+$/);
/** Its first group is the id of the step. */
export const STEP_PATH = pattern(
  'STEP_PATH',
  /^\$\.steps\.([A-Za-z_][A-Za-z0-9_-]*)\.output(?:\.[A-Za-z_][A-Za-z0-9_]*)+$/,
);

function pattern(name: string, expression: RegExp): NamedPattern {
  return { name, expression };
}
