import type { JsonValue } from '../../src/core/json/json-value';
import { applyPatch, type PatchOperation } from '../support/json-patch';

describe('applyPatch', () => {
  it.each<[string, JsonValue, PatchOperation[], JsonValue]>([
    ['adds a member', { a: 1 }, [{ op: 'add', path: '/b~1c', value: 2 }], { a: 1, 'b/c': 2 }],
    ['adds the member with the empty name', {}, [{ op: 'add', path: '/', value: 1 }], { '': 1 }],
    [
      'inserts and appends elements',
      [1],
      [
        { op: 'add', path: '/0', value: 0 },
        { op: 'add', path: '/-', value: 2 },
      ],
      [0, 1, 2],
    ],
    ['replaces the whole', { a: 1 }, [{ op: 'replace', path: '', value: [] }], []],
    ['removes an element', [1, 2, 3], [{ op: 'remove', path: '/1' }], [1, 3]],
    [
      'copies and moves',
      { a: [1] },
      [
        { op: 'copy', from: '/a', path: '/b' },
        { op: 'move', from: '/a/0', path: '/c' },
      ],
      { a: [], b: [1], c: 1 },
    ],
    [
      'fills to a size in bytes',
      {},
      [{ op: 'fill', path: '/a', char: 'é', bytes: 7, prefix: '<', suffix: '>>' }],
      { a: '<éé>>' },
    ],
    [
      'adds a series, with the number in names and texts',
      { list: [] },
      [{ op: 'series', path: '/list/-', value: { 'k{i}': ['{i}-{i}'] }, count: 2, start: 9 }],
      { list: [{ k9: ['9-9'] }, { k10: ['10-10'] }] },
    ],
  ])('%s', (_, document, patch, expected) => {
    const before = structuredClone(document);
    expect(applyPatch(document, patch)).toEqual(expected);
    expect(document).toEqual(before);
  });

  it('adds a member called __proto__ as a member', () => {
    const patched = applyPatch({}, [{ op: 'add', path: '/__proto__', value: { x: 1 } }]);
    expect(JSON.stringify(patched)).toBe('{"__proto__":{"x":1}}');
  });

  it('refuses a pointer that finds nothing', () => {
    expect(() => applyPatch({}, [{ op: 'remove', path: '/a' }])).toThrow('"a"');
    expect(() => applyPatch({}, [{ op: 'replace', path: '/a', value: 1 }])).toThrow('"a"');
  });
});
