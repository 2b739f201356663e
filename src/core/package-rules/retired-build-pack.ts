import { RegistryError } from '../errors';
import { isArray, isObject, type JsonObject, type JsonValue } from '../json/json-value';
import { pointerTo } from '../json/pointer';
import { lowerCase, trim } from '../text';

const RETIRED_PACK = 'anip-build-pack-typescript';
const RETIRED_LANGUAGE = 'typescript';
const PACK_MEMBERS = ['build_pack', 'verifier_pack', 'runtime_pack'];

/**
 * Refuses the retired TypeScript build pack where a package names the packs it is built with (design: difference 10;
 * the reference refuses the word in any text, so that a README cannot mention it).
 * In the contract's order this runs before the depth limit, so the walk keeps its own stack.
 * @throws RegistryError RETIRED_BUILD_PACK
 */
export function refuseRetiredBuildPack(document: JsonObject, pointer: string): void {
  const pending: { value: JsonValue; at: string; inPack: boolean }[] = [
    { value: document, at: pointer, inPack: false },
  ];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { value, at, inPack } = next;
    if (typeof value === 'string') {
      const text = lowerCase(trim(value));
      if (text.includes(RETIRED_PACK) || (inPack && text.includes(RETIRED_LANGUAGE))) throw retired(at);
    } else if (isArray(value)) {
      for (let index = value.length - 1; index >= 0; index -= 1) {
        pending.push({ value: value[index] ?? null, at: pointerTo(at, index), inPack });
      }
    } else if (isObject(value)) {
      for (const [key, element] of Object.entries(value).reverse()) {
        const name = lowerCase(key);
        pending.push({
          value: element,
          at: pointerTo(at, key),
          inPack: inPack || PACK_MEMBERS.some((pack) => name.includes(pack)),
        });
      }
    }
  }
}

function retired(pointer: string): RegistryError {
  return new RegistryError(
    'RETIRED_BUILD_PACK',
    `${pointer} names the retired TypeScript build pack; name a supported pack`,
    {
      pointer,
      rule: `no text contains "${RETIRED_PACK}", and none below a ${PACK_MEMBERS.join(', ')} member contains "${RETIRED_LANGUAGE}"`,
    },
  );
}
