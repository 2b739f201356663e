import { CONTRACT_DIFF_SCHEMA_VERSION } from '../core/contract-diff/diff-contracts';
import { CHANGE_CLASSES } from '../core/contract-diff/rule';
import { RULES } from '../core/contract-diff/rules';
import { constant, listOfSchemas, objectWith, oneOf, ref, text, type JsonSchema } from './json-schema';

const CLASS = oneOf(CHANGE_CLASSES, 'What the change means for who depends on the contract.');
const IDS = { type: 'array', items: { type: 'string' } };
const POINTER = { type: 'string', pattern: '^(?:/(?:[^~/]|~[01])*)*$' };
const COMPARED = objectWith(
  'One of the versions.',
  { definition_digest: ref('Digest') },
  { package_id: ref('ArtifactId'), package_version: ref('ArtifactVersion') },
);

/** What changed between two versions (docs/contract-diff.md). */
export const COMPARE_SCHEMAS: Readonly<Record<string, JsonSchema>> = {
  ContractDiff: objectWith('What changed for who depends on the contract.', {
    diff_schema_version: constant(CONTRACT_DIFF_SCHEMA_VERSION, 'The schema of this answer.'),
    verdict: oneOf([...CHANGE_CLASSES, 'identical'], 'The worst class of all changes.'),
    from: COMPARED,
    to: COMPARED,
    compared: oneOf(['package', 'service_definition'], 'What both sides have.'),
    counts: objectWith(
      'Changes of each class.',
      Object.fromEntries(CHANGE_CLASSES.map((name) => [name, { type: 'integer', minimum: 0 }])),
    ),
    capabilities: objectWith('Ids of capabilities, sorted.', { added: IDS, removed: IDS, changed: IDS }),
    changes: listOfSchemas(ref('ContractChange'), 'Changes of no single capability first.'),
  }),
  ContractChange: objectWith(
    'One difference.',
    {
      rule: oneOf(
        RULES.map(({ id }) => id),
        'The rule that names it.',
      ),
      class: CLASS,
      summary: text('One sentence.'),
    },
    {
      capability_id: text('The capability; left out when it is of no single one.'),
      pointer_from: { ...POINTER, description: 'Where it was: RFC 6901, from the root of the record.' },
      pointer_to: { ...POINTER, description: 'Where it is now.' },
      from: { description: 'What it was: any JSON value.' },
      to: { description: 'What it is now: any JSON value.' },
    },
  ),
};
