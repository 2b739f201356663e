import * as fc from 'fast-check';
import { refusalOf } from '../../../test/support/refusal';
import { SAMPLE_DEFINITION, verdictAfter } from '../../../test/support/sample-definition';
import { isObject, type JsonValue } from '../json/json-value';
import { checkDefinition } from './check-definition';

describe('checkDefinition', () => {
  it('accepts a definition that has every part', () => {
    expect(verdictAfter([])).toBeUndefined();
  });

  it('points from the root that it is given', () => {
    expect(refusalOf(() => checkDefinition({}, ''))?.details.pointer).toBe('/artifact_type');
  });

  it('reports the first fault in the order of the contract, not of the document', () => {
    const path = '/integration_fronting/capability_mappings/0/backend_kind';
    const faults = [
      { op: 'replace', path, value: 'rest' },
      { op: 'replace', path: '/capability_formalizations/2/kind', value: 'x' },
      { op: 'replace', path: '/capability_formalizations/1/title', value: '' },
      { op: 'replace', path: '/service_topology_bindings', value: [] },
    ] as const;
    const codes = faults.map((_, index) => verdictAfter(faults.slice(0, index + 1)));
    expect(codes).toEqual([
      ['INTEGRATION_FRONTING_INVALID', path],
      ['CAPABILITY_INVALID', '/capability_formalizations/2/kind'],
      ['CAPABILITY_INVALID', '/capability_formalizations/1/title'],
      ['TOPOLOGY_INVALID', '/service_topology_bindings'],
    ]);
  });

  it('answers a definition with any part replaced by any value', () => {
    const pointers = pointersOf(SAMPLE_DEFINITION, '');
    const value = fc.jsonValue({ maxDepth: 3 });
    fc.assert(
      fc.property(fc.constantFrom(...pointers), value, (path, replacement) => {
        const verdict = verdictAfter([{ op: 'replace', path, value: replacement as JsonValue }]);
        return verdict === undefined || verdict[1].startsWith('/');
      }),
      { numRuns: 3000 },
    );
  });

  it('takes no more than a moment for many steps to a child with many inputs', () => {
    const ids = Array.from({ length: 20_000 }, (_, index) => `s${index}`);
    const definition = structuredClone(SAMPLE_DEFINITION) as { capability_formalizations: Record<string, JsonValue>[] };
    const [child, , parent] = definition.capability_formalizations;
    child!.inputs = ids.map((name) => ({ name }));
    const composition = parent!.composition as unknown as Record<string, JsonValue>;
    composition.steps = ids.map((id) => ({ id, capability: 'garden.bed.read' }));
    composition.input_mapping = Object.fromEntries(ids.map((id) => [id, { a: '$.steps.s0.output.x' }]));
    (composition.input_mapping as Record<string, JsonValue>).s0 = {};
    composition.output_mapping = { a: '$.input.a' };
    const start = performance.now();
    checkDefinition(definition, '/service_definition');
    expect(performance.now() - start).toBeLessThan(2000);
  });
});

function pointersOf(value: JsonValue, at: string): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const children = isObject(value) ? Object.entries(value) : value.map((item, index) => [String(index), item] as const);
  return children.flatMap(([step, child]) => [`${at}/${step}`, ...pointersOf(child, `${at}/${step}`)]);
}
