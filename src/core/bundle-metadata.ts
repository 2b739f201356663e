import { isTreeDigest, parseBundleRef } from './bundle-ref';
import { RegistryError } from './errors';
import { isArray, isObject, member, textOf, type JsonObject, type JsonValue } from './json/json-value';
import { pointerTo } from './json/pointer';
import { isBlank, quoteForMessage } from './text';

const BUNDLE_MEMBERS = ['custom_code_bundle_ref', 'custom_code_bundle_refs', 'custom_code_bundles'];
const METADATA_MEMBERS = [
  ...BUNDLE_MEMBERS,
  'implementation_material',
  'implementation_materials',
  'implementation_material_refs',
];
const REF_MEMBERS = ['ref', 'uri', 'url', 'custom_code_bundle_ref'];
const TREE_DIGEST_MEMBERS = ['bundle_tree_sha256', 'tree_sha256', 'local_tree_sha256'];
const MATERIAL_MEMBERS = [...REF_MEMBERS, ...TREE_DIGEST_MEMBERS];

/**
 * The custom-code bundles that a manifest or a lock names (service-definition.md section 9), in the contract's order
 * of members. Values are kept on a list, not on the call stack, so nesting does not matter.
 *
 * @throws RegistryError BUNDLE_REF_INVALID, TREE_DIGEST_INVALID, IMPLEMENTATION_MATERIAL_INVALID
 */
export function checkBundleMetadata(document: JsonObject, pointer: string): void {
  const pending = placesOf(document, METADATA_MEMBERS, pointer);
  for (let place = pending.pop(); place !== undefined; place = pending.pop()) {
    const { value, at } = place;
    if (value === undefined || value === null) continue;
    if (typeof value === 'string') {
      if (!isBlank(value)) parseBundleRef(value, at);
    } else if (isArray(value)) {
      // One by one: there may be more elements than a call takes arguments.
      for (let index = value.length - 1; index >= 0; index -= 1) {
        pending.push({ value: value[index], at: pointerTo(at, index) });
      }
    } else if (!isObject(value)) {
      throw new RegistryError(
        'IMPLEMENTATION_MATERIAL_INVALID',
        `${at} is a ${typeof value}; allowed are a bundle ref, an object that has one, and arrays of these`,
        { pointer: at, actual: typeof value, allowed: ['string', 'object', 'array', 'null'] },
      );
    } else if (firstText(value, MATERIAL_MEMBERS) !== undefined) {
      checkMaterial(value, at);
    } else {
      pending.push(...placesOf(value, BUNDLE_MEMBERS, at));
    }
  }
}

interface Place {
  readonly value: JsonValue | undefined;
  readonly at: string;
}

/** The last member first: places are taken from the end of the list. */
function placesOf(object: JsonObject, names: readonly string[], pointer: string): Place[] {
  return names.map((name) => ({ value: member(object, name), at: pointerTo(pointer, name) })).reverse();
}

/** A material without a ref is passed over, whatever its tree digest is. */
function checkMaterial(material: JsonObject, pointer: string): void {
  const refName = firstText(material, REF_MEMBERS);
  if (refName === undefined) return;
  parseBundleRef(textOf(member(material, refName)), pointerTo(pointer, refName));
  const digestName = firstText(material, TREE_DIGEST_MEMBERS);
  if (digestName === undefined) return;
  const treeDigest = textOf(member(material, digestName));
  if (isTreeDigest(treeDigest)) return;
  throw new RegistryError(
    'TREE_DIGEST_INVALID',
    `the tree digest ${quoteForMessage(treeDigest)} is not sha256: and 64 hex digits`,
    { pointer: pointerTo(pointer, digestName), allowed: 'sha256: and 64 hex digits' },
  );
}

/** The first of `names` whose text is not blank. */
function firstText(object: JsonObject, names: readonly string[]): string | undefined {
  return names.find((name) => !isBlank(textOf(member(object, name))));
}
