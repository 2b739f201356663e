import { isEmptyObject, member, objectOf, type JsonObject } from '../../core/json/json-value';

/** What agents are told: of the manifest, or of the lock where the manifest says nothing (packages.md section 5, step 3). */
export function guidanceMember(manifest: JsonObject, lock: JsonObject, name: string): JsonObject {
  const stated = objectOf(member(manifest, name));
  return isEmptyObject(stated) ? objectOf(member(lock, name)) : stated;
}
