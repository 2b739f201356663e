import fc from 'fast-check';
import { publishableJson } from '../../../test/support/arbitraries';
import { DEMO_PACKAGES, demoRequest } from '../../../test/support/demo-requests';
import { applyPatch } from '../../../test/support/json-patch';
import { diffAfter, SAMPLE_CONTRACT, sideOf } from '../../../test/support/sample-contract';
import { isArray, isObject, type JsonValue } from '../json/json-value';
import { pointerTo } from '../json/pointer';
import { diffContracts, reaches, type ContractDiff } from './diff-contracts';
import { sameJson } from './pair';
import { rankOf } from './rules';

const DEFINITION = '/service_definition';
const places = pointersIn(SAMPLE_CONTRACT.service_definition as JsonValue, DEFINITION);
const sample = sideOf(SAMPLE_CONTRACT);

/** One value of the sample replaced by another, or taken away, or one put beside it. */
const edit = fc
  .record({ place: fc.constantFrom(...places), value: publishableJson, kind: fc.constantFrom('set', 'remove', 'add') })
  .map(({ place, value, kind }) => {
    if (kind === 'remove') return applyPatch(SAMPLE_CONTRACT, [{ op: 'remove', path: place }]);
    const path = kind === 'set' ? place : place.replace(/[^/]+$/, (last) => (/^\d+$/.test(last) ? '-' : 'x_new'));
    if (kind === 'set') return applyPatch(SAMPLE_CONTRACT, [{ op: 'replace', path, value }]);
    return applyPatch(SAMPLE_CONTRACT, [{ op: 'add', path, value }]);
  })
  .filter((edited) => isObject((edited as { service_definition: JsonValue }).service_definition));

describe('diffContracts', () => {
  it('finds nothing between a version and itself', () => {
    fc.assert(
      fc.property(edit, (document) => {
        const diff = diffContracts(sideOf(document), sideOf(structuredClone(document)));

        expect(diff.changes).toEqual([]);
        expect(diff.verdict).toBe('identical');
      }),
    );
  });

  it('names a change for every edit of a definition', () => {
    fc.assert(
      fc.property(edit, (document) => {
        const diff = diffContracts(sample, sideOf(document));
        const isEdited = !sameJson(document, SAMPLE_CONTRACT);

        expect(diff.changes.length > 0).toBe(isEdited);
        expect(diff.from.definition_digest === diff.to.definition_digest).toBe(!isEdited);
      }),
      { numRuns: 500 },
    );
  });

  it('points to each of two edits', () => {
    const leaves = places.filter((place) => !isContainer(valueAt(place)));
    fc.assert(
      fc.property(fc.uniqueArray(fc.constantFrom(...leaves), { minLength: 2, maxLength: 2 }), (edited) => {
        const patch = edited.map((path, index) => ({ op: 'replace', path, value: `edited ${index}` }) as const);
        const pointers = diffAfter(patch).changes.flatMap((change) => [change.pointer_from, change.pointer_to]);

        for (const path of edited) {
          expect(pointers.some((pointer) => pointer !== undefined && `${path}/`.startsWith(`${pointer}/`))).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('swaps what was added and removed when the sides are swapped', () => {
    fc.assert(
      fc.property(edit, edit, (left, right) => {
        const there = diffContracts(sideOf(left), sideOf(right));
        const back = diffContracts(sideOf(right), sideOf(left));

        expect(back.capabilities).toEqual({
          added: there.capabilities.removed,
          removed: there.capabilities.added,
          changed: there.capabilities.changed,
        });
        for (const area of ['capability', 'service', 'effect', 'scope', 'fronting.mapping', 'composition.step']) {
          const [added, removed] = pairOfRules(area);
          expect(count(back, added)).toBe(count(there, removed));
          expect(count(back, removed)).toBe(count(there, added));
        }
      }),
    );
  });

  it('orders changes by capability, then by rule, and the verdict is the worst class', () => {
    fc.assert(
      fc.property(edit, edit, (left, right) => {
        const { changes, verdict, counts } = diffContracts(sideOf(left), sideOf(right));
        const keys = changes.map(({ capability_id: id, rule }) => [id ?? '', rankOf(rule)] as const);

        expect(keys).toEqual(keys.toSorted((a, b) => (a[0] === b[0] ? a[1] - b[1] : a[0] < b[0] ? -1 : 1)));
        expect(reaches(verdict, 'breaking')).toBe(counts.breaking > 0);
        expect(reaches(verdict, 'compatible')).toBe(counts.breaking + counts.compatible > 0);
        expect(reaches(verdict, 'editorial')).toBe(changes.length > 0);
      }),
    );
  });

  it('gives the verdicts that the samples were made for', () => {
    const [first, second, third] = DEMO_PACKAGES.map((name) => sideOf(demoRequest(name)));

    expect(diffContracts(first!, second!)).toMatchObject({
      verdict: 'compatible',
      capabilities: { added: ['library.reading_list.recommend'], removed: [], changed: ['library.title.search'] },
    });
    const diff = diffContracts(second!, third!);
    expect(diff.changes.filter((change) => change.class === 'breaking').map(({ rule }) => rule)).toEqual([
      'capability.removed',
      'capability.side_effect_raised',
      'input.required_added',
      'input.values_narrowed',
    ]);
    expect(diff.changes.at(-1)).toMatchObject({ capability_id: 'library.loan.request' });
  });

  it('shows where the change is in both versions, and the values', () => {
    const patch = [{ op: 'move', from: `${DEFINITION}/capability_formalizations/1`, path: READ } as const];
    const before = [{ op: 'add', path: `${READ}/side_effect_level`, value: 'write' } as const];
    const from = applyPatch(SAMPLE_CONTRACT, before);
    const diff = diffContracts(sideOf(from), sideOf(applyPatch(SAMPLE_CONTRACT, patch)));

    expect(diff.changes).toContainEqual({
      rule: 'capability.side_effect_lowered',
      class: 'compatible',
      capability_id: 'garden.bed.read',
      pointer_from: `${DEFINITION}/capability_formalizations/0/side_effect_level`,
      pointer_to: `${DEFINITION}/capability_formalizations/1/side_effect_level`,
      summary: 'side-effect level changed from "write" to "none"',
      from: 'write',
      to: 'none',
    });
  });

  it('compares only definitions when one side has no package', () => {
    const definition = SAMPLE_CONTRACT.service_definition as JsonValue;

    expect(diffContracts(sample, sideOf(definition))).toMatchObject({
      verdict: 'identical',
      compared: 'service_definition',
      to: { definition_digest: diffContracts(sample, sample).from.definition_digest },
    });
  });

  it('writes summaries that no terminal obeys', () => {
    const diff = diffAfter([
      { op: 'add', path: `${READ}/\u001b[31m`, value: '\u202e\u001b]0;x\u0007' },
      { op: 'add', path: `${READ}/inputs/0/summary`, value: '\u009b31m' },
    ]);

    expect(diff.changes).toHaveLength(2);
    // eslint-disable-next-line no-control-regex
    for (const { summary } of diff.changes) expect(summary).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202e]/);
  });

  it('finds no inherited member', () => {
    const hostile = JSON.parse('{"__proto__": {"title": "x"}, "constructor": {"title": "y"}}') as JsonValue;
    const diff = diffAfter([{ op: 'add', path: `${DEFINITION}/x`, value: hostile }]);

    expect(diff.changes).toMatchObject([{ rule: 'definition.other_changed', to: hostile }]);
  });
});

const READ = `${DEFINITION}/capability_formalizations/0`;

function pairOfRules(area: string): readonly [added: string, removed: string] {
  const separator = area.includes('.') ? '_' : '.';
  return [`${area}${separator}added`, `${area}${separator}${area === 'effect' ? 'dropped' : 'removed'}`];
}

function count(diff: ContractDiff, rule: string): number {
  return diff.changes.filter((change) => change.rule === rule).length;
}

function pointersIn(value: JsonValue, at: string): string[] {
  const children: [string | number, JsonValue][] = isArray(value)
    ? [...value.entries()]
    : isObject(value)
      ? Object.entries(value)
      : [];
  return children.flatMap(([step, child]) => {
    const pointer = pointerTo(at, step);
    return [pointer, ...pointersIn(child, pointer)];
  });
}

function valueAt(pointer: string): JsonValue {
  return pointer
    .split('/')
    .slice(1)
    .reduce<JsonValue>((value, step) => (value as Record<string, JsonValue>)[step] as JsonValue, SAMPLE_CONTRACT);
}

function isContainer(value: JsonValue): boolean {
  return isArray(value) || isObject(value);
}
