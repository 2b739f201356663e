import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { checkBundleMetadata } from '../../src/core/bundle-metadata';
import { parseBundleRef } from '../../src/core/bundle-ref';
import { checkBusinessEffects } from '../../src/core/business-effects';
import { checkDefinition } from '../../src/core/definition-rules/check-definition';
import { RegistryError } from '../../src/core/errors';
import { listOf, member, objectOf, textOf, type JsonValue } from '../../src/core/json/json-value';
import { applyPatch, describeWithVectors, loadBaseRequest, loadVector, loadVerdicts } from '../support/vectors';

/** Cases whose label is one of ours, but which are decided by a rule that has its own tests. */
const DECIDED_ELSEWHERE = new Map([
  ['definition one byte over its limit', 'packages.md section 4 rule 11: the size of the definition'],
  [
    'manifest implementation_materials without ref is read as a material',
    'packages.md section 3 rule 6 makes it a material of the request, and section 4 rule 6 requires its ref',
  ],
]);

describeWithVectors('the pure rules against publish-verdicts.json', (dir) => {
  const base = loadBaseRequest(dir, 'package');
  const cases = loadVerdicts(dir).package.filter(({ rule }) => isOurs(rule));
  const decidedHere = cases.filter(({ name }) => !DECIDED_ELSEWHERE.has(name));

  it('finds every case that is decided elsewhere', () => {
    expect(cases.map(({ name }) => name)).toEqual(expect.arrayContaining([...DECIDED_ELSEWHERE.keys()]));
    expect(decidedHere.length).toBeGreaterThan(350);
  });

  it('accepts the unchanged request', () => {
    expect(() => checkRequest(base)).not.toThrow();
  });

  const published = ['packages', 'own']
    .flatMap((folder) => readdirSync(join(dir, folder)).map((file) => `${folder}/${file}`))
    .filter((file) => /^packages\/|^own\/(?:city-library-lending|harbour-berth-planning)-.*\.request/.test(file))
    .map((file) => ({ file, vector: loadVector(dir, file) }))
    .filter(({ file, vector }) => file.startsWith('own/') || member(member(vector, 'expect'), 'status') === 201);

  it.each(published)('accepts $file, which the reference accepted', ({ vector }) => {
    expect(() => checkRequest(member(vector, 'request') ?? vector)).not.toThrow();
  });

  it.each(decidedHere)('$verdict: $name ($rule)', ({ patch, verdict, rule }) => {
    const request = applyPatch(base, patch);
    if (verdict === 'accept') {
      expect(() => checkRequest(request)).not.toThrow();
      return;
    }
    const error = errorOf(() => checkRequest(request));
    expect(error).toBeInstanceOf(RegistryError);
    const { code, details } = error as RegistryError;
    expect(code).toMatch(expectedCode(rule));
    expect(details.pointer).toMatch(/^\/(?:manifest|service_definition|recommended_lock|implementation_materials)\b/);
  });
});

function isOurs(rule: string): boolean {
  if (rule === 'definition.capability_count') return false;
  return /^(?:definition|effects|bundle_refs)\./.test(rule) || rule === 'implementation_materials.ref';
}

/** The rules in the order of packages.md section 4; a definition that is null is normalised to an empty object. */
function checkRequest(request: JsonValue): void {
  listOf(member(request, 'implementation_materials')).forEach((material, index) => {
    parseBundleRef(textOf(member(material, 'ref')), `/implementation_materials/${index}/ref`);
  });
  for (const name of ['manifest', 'recommended_lock']) checkBusinessEffects(member(request, name) ?? {}, `/${name}`);
  for (const name of ['manifest', 'recommended_lock']) checkBundleMetadata(objectOf(member(request, name)), `/${name}`);
  checkDefinition(objectOf(member(request, 'service_definition')), '/service_definition');
}

function errorOf(check: () => void): unknown {
  try {
    check();
    return undefined;
  } catch (error) {
    return error;
  }
}

function expectedCode(rule: string): RegExp {
  const found = CODES.find(([prefix]) => rule.startsWith(prefix));
  if (found === undefined) throw new Error(`no code is expected for the rule ${rule}`);
  return found[1];
}

const CODES: readonly (readonly [prefix: string, code: RegExp])[] = [
  ['implementation_materials.ref', /^BUNDLE_REF_INVALID$/],
  ['bundle_refs.metadata', /^(?:BUNDLE_REF_INVALID|TREE_DIGEST_INVALID|IMPLEMENTATION_MATERIAL_INVALID)$/],
  ['effects.', /^BUSINESS_EFFECT_INVALID$/],
  ['definition.present', /^DEFINITION_HEAD_INVALID$/],
  ['definition.artifact_type', /^DEFINITION_HEAD_INVALID$/],
  ['definition.contract_schema_version', /^DEFINITION_HEAD_INVALID$/],
  ['definition.system_name', /^DEFINITION_HEAD_INVALID$/],
  ['definition.topology', /^TOPOLOGY_INVALID$/],
  ['definition.capability.business_effects', /^BUSINESS_EFFECT_INVALID$/],
  ['definition.capability.kind', /^(?:CAPABILITY_INVALID|COMPOSITION_INVALID)$/],
  ['definition.capabilit', /^CAPABILITY_INVALID$/],
  ['definition.inputs.pattern', /^VALIDATION_PATTERN_INVALID$/],
  ['definition.inputs', /^CAPABILITY_INPUT_INVALID$/],
  ['definition.composition', /^COMPOSITION_INVALID$/],
  ['definition.grant_policy', /^GRANT_POLICY_INVALID$/],
  ['definition.integration_fronting', /^INTEGRATION_FRONTING_INVALID$/],
];
