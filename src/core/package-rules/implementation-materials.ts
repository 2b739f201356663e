import { isTreeDigest, MAX_BUNDLE_REF_BYTES, parseBundleRef } from '../bundle-ref';
import { RegistryError } from '../errors';
import { pointerTo } from '../json/pointer';
import { quoteForMessage } from '../text';
import { checkMaxBytes, checkMaxCount, checkRequired, MAX_TITLE_BYTES } from './bounded-parts';
import type { ImplementationMaterial } from './package-request';

export const MAX_IMPLEMENTATION_MATERIALS = 8;
const POINTER = '/implementation_materials';

/**
 * Rules 5 and 6 of packages.md section 4.
 * @throws RegistryError IMPLEMENTATION_MATERIALS_TOO_MANY, IMPLEMENTATION_MATERIAL_INVALID, BUNDLE_REF_INVALID,
 *   TREE_DIGEST_INVALID
 */
export function checkImplementationMaterials(materials: readonly ImplementationMaterial[]): void {
  const count = materials.length;
  const parts = 'implementation materials';
  checkMaxCount('IMPLEMENTATION_MATERIALS_TOO_MANY', count, parts, POINTER, MAX_IMPLEMENTATION_MATERIALS);
  materials.forEach((material, index) => checkMaterial(material, pointerTo(POINTER, index)));
}

function checkMaterial({ title, ref, bundleTreeSha256 }: ImplementationMaterial, pointer: string): void {
  checkRequired('IMPLEMENTATION_MATERIAL_INVALID', ref, `${pointer}/ref`);
  checkMaxBytes('IMPLEMENTATION_MATERIAL_INVALID', title, `${pointer}/title`, MAX_TITLE_BYTES);
  checkMaxBytes('IMPLEMENTATION_MATERIAL_INVALID', ref, `${pointer}/ref`, MAX_BUNDLE_REF_BYTES);
  parseBundleRef(ref, `${pointer}/ref`);
  if (bundleTreeSha256 === '' || isTreeDigest(bundleTreeSha256)) return;
  throw new RegistryError(
    'TREE_DIGEST_INVALID',
    `the tree digest ${quoteForMessage(bundleTreeSha256)} is not sha256: and 64 hex digits`,
    { pointer: `${pointer}/bundle_tree_sha256`, allowed: 'sha256: and 64 hex digits' },
  );
}
