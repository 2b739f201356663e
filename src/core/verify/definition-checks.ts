import { checkDefinition } from '../definition-rules/check-definition';
import { field } from '../definition-rules/fields';
import { inputNameOf } from '../definition-rules/inputs';
import { isArray, listOf, member, type JsonObject, type JsonValue } from '../json/json-value';
import { isBlank, quoteForMessage } from '../text';
import { check, fail, pass, ruleCheck, type Check } from './checks';
import { checkDefinitionShape } from './definition-shape';
import type { Examination } from './examination';
import { frontingChecks } from './fronting-checks';
import { text } from './read-members';

/** The service definition's own checks: rules, typed model, fronting, and what an agent needs to fill its inputs. */
export function definitionChecks({ subject, depthFault }: Examination): readonly Check[] {
  const { definition } = subject;
  const pointer = subject.sourceKind === 'file' ? '' : '/service_definition';
  const rules =
    depthFault === undefined
      ? ruleCheck('service_definition_rules_valid', () => checkDefinition(definition, pointer))
      : fail('service_definition_rules_valid', depthFault);
  const shape =
    rules.status === 'fail'
      ? fail('service_definition_shape_valid', 'the definition breaks the rules of service definitions')
      : ruleCheck('service_definition_shape_valid', () => checkDefinitionShape(definition, pointer));
  return [rules, shape, ...frontingChecks(definition), ...(shape.status === 'pass' ? [inputCheck(definition)] : [])];
}

const CLASSIFYING_MEMBERS = ['semantic_type', 'input_format', 'validation_pattern', 'clarification_hint'];

function inputCheck(definition: JsonObject): Check {
  for (const capability of listOf(member(definition, 'capability_formalizations'))) {
    const input = listOf(member(capability, 'inputs')).find((candidate) => !isClassified(candidate));
    if (input === undefined) continue;
    const where = `${quoteForMessage(inputNameOf(input))} of ${quoteForMessage(field(capability, 'capability_id'))}`;
    const hints = [...CLASSIFYING_MEMBERS, 'entity_reference', 'allowed_values'].join(', ');
    return fail('agent_consumption_required_inputs_classified', `the required input ${where} has none of ${hints}`);
  }
  return pass('agent_consumption_required_inputs_classified');
}

function isClassified(input: JsonValue): boolean {
  if (member(input, 'required') !== true || member(input, 'entity_reference') === true) return true;
  const allowedValues = member(input, 'allowed_values');
  return (
    (isArray(allowedValues) && allowedValues.length > 0) ||
    CLASSIFYING_MEMBERS.some((name) => !isBlank(text(input, name)))
  );
}

/** Contract signatures are the compiler's word for the contract, and opaque here (cli.md section 4). */
export function contractSignatureChecks(contractSignature: string, expected: string | undefined): readonly Check[] {
  const present = check(
    'contract_signature_present',
    !isBlank(contractSignature),
    'neither the package nor compiled_contract_identity.signature of the definition names a contract signature',
  );
  if (expected === undefined) return [present];
  const fault = `expected ${quoteForMessage(expected)}, observed ${quoteForMessage(contractSignature)}`;
  return [present, check('expected_contract_signature_matches', contractSignature === expected, fault)];
}
