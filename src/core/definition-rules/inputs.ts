import { hasMember, listOf, member, type JsonValue } from '../json/json-value';
import { pointerTo } from '../json/pointer';
import { quoteForMessage } from '../text';
import { checkValidationPattern } from '../validation-pattern';
import {
  checkOneOf,
  checkPattern,
  checkSafeText,
  faultOf,
  field,
  optionalPatternField,
  partsOf,
  textsOf,
  type Part,
} from './fields';
import { NAME, OPERATION, TYPE } from './patterns';
import { checkResolution } from './resolution';

const INPUT_FORMATS = ['business_quarter', 'date', 'date_time', 'email', 'url', 'uuid'];
const RETIRED_MEMBERS = ['reference_catalog', 'reference_catalogs'];

/** The name of an input: its `input_name`, or its `name` when that is empty (section 4). */
export function inputNameOf(input: JsonValue): string {
  const inputName = field(input, 'input_name');
  return inputName === '' ? field(input, 'name') : inputName;
}

/** Names of the inputs that a caller must give; the definition of the capability need not have been checked yet. */
export function requiredInputNames(capability: Part): ReadonlySet<string> {
  const required = listOf(member(capability.value, 'inputs')).filter((input) => member(input, 'required') === true);
  return new Set(required.map(inputNameOf));
}

/** The rules of service-definition.md section 4 for the inputs of one capability. */
export function checkInputs(capability: Part): void {
  const inputs = partsOf(capability, 'inputs', 'CAPABILITY_INPUT_INVALID');
  const names = new Set<string>();
  for (const input of inputs) {
    const name = inputNameOf(input.value);
    const at = pointerTo(input.at, field(input.value, 'input_name') === '' ? 'name' : 'input_name');
    checkPattern(input.code, name, NAME, at);
    if (names.has(name)) throw faultOf(input.code, `${at} ${quoteForMessage(name)} is given twice`, at);
    names.add(name);
  }
  inputs.forEach(checkInput);
}

function checkInput(input: Part): void {
  optionalPatternField(input, 'input_type', TYPE);
  checkSafeText(input, 'summary');
  const hasAllowedValues = hasMember(input.value, 'allowed_values') && textsOf(input, 'allowed_values').length > 0;
  checkRegularExpression(input);
  checkFormat(input);
  for (const name of RETIRED_MEMBERS) refuseRetired(input, name);
  optionalPatternField(input, 'semantic_type', NAME);
  optionalPatternField(input, 'catalog_ref', OPERATION);
  checkEntityReference(input);
  checkResolution(input, hasAllowedValues);
}

function checkRegularExpression(input: Part): void {
  const pattern = field(input.value, 'validation_pattern');
  const reason = pattern === '' ? undefined : checkValidationPattern(pattern);
  if (reason === undefined) return;
  const at = pointerTo(input.at, 'validation_pattern');
  throw faultOf('VALIDATION_PATTERN_INVALID', `${at} ${quoteForMessage(pattern)} is refused: ${reason}`, at, {
    rule: 'RE2',
    allowed: 'RE2 syntax',
  });
}

function checkFormat(input: Part): void {
  const format = field(input.value, 'input_format');
  if (format !== '') checkOneOf(input.code, format, INPUT_FORMATS, pointerTo(input.at, 'input_format'));
}

function refuseRetired(input: Part, name: string): void {
  if (!hasMember(input.value, name)) return;
  const at = pointerTo(input.at, name);
  throw faultOf(input.code, `${at} is a retired member; use catalog_ref`, at);
}

function checkEntityReference(input: Part): void {
  if (!hasMember(input.value, 'entity_reference')) return;
  if (typeof member(input.value, 'entity_reference') === 'boolean') return;
  const at = pointerTo(input.at, 'entity_reference');
  throw faultOf(input.code, `${at} is not a boolean`, at, { allowed: ['true', 'false'] });
}
