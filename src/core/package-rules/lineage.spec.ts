import type { JsonObject } from '../json/json-value';
import { firstUsableLineage } from './lineage';

const three = { project_ref: '', product_revision: null, developer_revision: false };
const other = { other: 1 };

describe('firstUsableLineage', () => {
  it.each<[string, (JsonObject | undefined)[], JsonObject | undefined]>([
    ['none of none', [], undefined],
    ['none of nothing and empty objects', [undefined, {}], undefined],
    ['a candidate with the three members, whatever they are', [three], three],
    ['the nested lineage of a candidate', [{ lineage: other, ...three }], other],
    ['the candidate when its nested lineage is empty', [{ lineage: {}, ...three }], { lineage: {}, ...three }],
    ['the candidate when its nested lineage is an array', [{ lineage: [1], ...three }], { lineage: [1], ...three }],
    ['the next when the first is unusable', [other, { lineage: null }, three], three],
    ['the first of two', [{ lineage: other }, three], other],
    ['the nested one of the first, not of the second level', [{ lineage: { lineage: other } }], { lineage: other }],
    ['none without developer_revision', [{ project_ref: 1, product_revision: 1 }], undefined],
    ['none that is only inherited', [Object.create(three) as JsonObject], undefined],
  ])('is %s', (_, candidates, expected) => {
    expect(firstUsableLineage(...candidates)).toEqual(expected);
  });
});
