import type { JsonObject } from '../../core/json/json-value';
import { compositionView } from './composition.view';

function composed(steps: number): JsonObject {
  return {
    composition: {
      steps: Array.from({ length: steps }, (_, index) => ({ id: `s${index}`, capability: `a.b${index}` })),
      input_mapping: { s0: { x: '$.input.x' } },
      output_mapping: { total: '$.steps.s0.output.total' },
      failure_policy: { child_denial: 'propagate', child_error: 'fail_parent' },
      empty_result_policy: 'return_success_no_results',
    },
  };
}

describe('compositionView', () => {
  it('draws a box for each step and an arrow between two', () => {
    const view = compositionView(composed(3));
    expect(view?.boxes.map(({ title, text }) => [title, text])).toEqual([
      ['1. s0', 'a.b0'],
      ['2. s1', 'a.b1'],
      ['3. s2', 'a.b2'],
    ]);
    expect(view?.arrows).toHaveLength(2);
    expect(view?.label).toBe('Steps in order: s0 calls a.b0; then s1 calls a.b1; then s2 calls a.b2');
    expect(view?.steps[0]).toEqual({ id: 's0', capability: 'a.b0', inputs: 'x from $.input.x' });
    expect(view?.outputs).toBe('total from $.steps.s0.output.total');
    expect(view?.rules).toBe('denial: propagate; error: fail parent; nothing found: return success no results');
  });

  it('stays inside its frame', () => {
    const view = compositionView(composed(50));
    expect(view?.boxes).toHaveLength(9);
    expect(view?.boxes.at(-1)?.title).toBe('and 42 more');
    expect(view?.steps).toHaveLength(50);
    for (const { y } of view?.boxes ?? []) expect(y + 44).toBeLessThan(view?.height ?? 0);
  });

  it('cuts what does not fit into a box, and only there', () => {
    const view = compositionView({ composition: { steps: [{ id: 'i'.repeat(500), capability: 'c' }] } });
    expect(view?.boxes[0]?.title).toHaveLength(38);
    expect(view?.steps[0]?.id).toHaveLength(500);
  });

  it('is nothing for an atomic capability', () => {
    expect(compositionView({ kind: 'atomic', composition: null })).toBeUndefined();
  });
});
