import { hasMember, isEmptyObject, isObject, member, type JsonObject } from '../json/json-value';

const LINEAGE_MEMBERS = ['project_ref', 'product_revision', 'developer_revision'];

/**
 * The first usable lineage of the candidates (packages.md section 3, step 8): a candidate's member `lineage` if that
 * is a non-empty object, else the candidate itself if it has the three members of a lineage (presence is enough).
 */
export function firstUsableLineage(...candidates: readonly (JsonObject | undefined)[]): JsonObject | undefined {
  for (const candidate of candidates) {
    if (candidate === undefined || isEmptyObject(candidate)) continue;
    const nested = member(candidate, 'lineage');
    if (isObject(nested) && !isEmptyObject(nested)) return nested;
    if (LINEAGE_MEMBERS.every((name) => hasMember(candidate, name))) return candidate;
  }
  return undefined;
}
