import { RegistryError } from '../errors';
import type { CanonicalMembers } from '../json/canonical-members';
import { isArray, isObject, type JsonArray, type JsonObject, type JsonValue } from '../json/json-value';
import { pointerTo } from '../json/pointer';
import { lowerCase, trim } from '../text';

const RETIRED_PACK = 'anip-build-pack-typescript';
const RETIRED_LANGUAGE = 'typescript';
/** Every text that is the language in lower case; U+0130 is an `i` there (text.ts). */
const LANGUAGE_ANYWHERE = /[Tt][Yy][Pp][Ee][Ss][Cc][Rr][Ii\u0130][Pp][Tt]/;
const PACK_MEMBERS = ['build_pack', 'verifier_pack', 'runtime_pack'];

/** One container on the way to the value that is looked at; `next` is the element after that one. */
interface Level {
  readonly container: JsonArray | JsonObject;
  readonly keys: readonly string[] | undefined;
  readonly inPack: boolean;
  next: number;
}

/**
 * Refuses the retired TypeScript build pack where a package names the packs it is built with (design: difference 10;
 * the reference refuses the word in any text, so that a README cannot mention it). In the contract's order this runs
 * before the limits on size and depth, so it keeps one level a container and nothing an element. A document whose
 * canonical form does not name the language is not walked.
 * @throws RegistryError RETIRED_BUILD_PACK
 */
export function refuseRetiredBuildPack(document: JsonObject, pointer: string, members?: CanonicalMembers): void {
  if (members?.some((text) => LANGUAGE_ANYWHERE.test(text)) === false) return;
  const levels: Level[] = [enter(document, false)];
  for (let level = levels.at(-1); level !== undefined; level = levels.at(-1)) {
    const key = level.keys?.[level.next];
    const value = elementAt(level);
    if (value === undefined) {
      levels.pop();
      continue;
    }
    level.next += 1;
    const inPack = level.inPack || (key !== undefined && namesPack(key));
    if (typeof value === 'string') {
      if (namesRetired(value, inPack)) throw retired(levels.reduce(stepInto, pointer));
    } else if (typeof value === 'object' && value !== null) {
      levels.push(enter(value, inPack));
    }
  }
}

function enter(container: JsonArray | JsonObject, inPack: boolean): Level {
  return { container, keys: isObject(container) ? Object.keys(container) : undefined, inPack, next: 0 };
}

function elementAt({ container, keys, next }: Level): JsonValue | undefined {
  if (isArray(container)) return container[next];
  const key = keys?.[next];
  return key === undefined ? undefined : container[key];
}

function stepInto(pointer: string, { keys, next }: Level): string {
  return pointerTo(pointer, keys?.[next - 1] ?? next - 1);
}

function namesPack(key: string): boolean {
  const name = lowerCase(key);
  return PACK_MEMBERS.some((pack) => name.includes(pack));
}

function namesRetired(value: string, inPack: boolean): boolean {
  const text = lowerCase(trim(value));
  return text.includes(RETIRED_PACK) || (inPack && text.includes(RETIRED_LANGUAGE));
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
