import { RegistryError } from '../errors';
import { isArray, isObject, type JsonValue } from '../json/json-value';
import { pointerTo } from '../json/pointer';
import { lowerCase, quoteForMessage, trim } from '../text';

const EXECUTABLE_NAMES = ['script', 'scripts', 'preinstall', 'postinstall', 'install', 'command', 'commands'];

/**
 * Templates are reading material: nothing in them may look like something to run (templates.md step 5.8). Runs after
 * the depth limit, which bounds the recursion.
 * @throws RegistryError TEMPLATE_EXECUTABLE_MEMBER
 */
export function refuseExecutableMembers(value: JsonValue, pointer: string): void {
  if (isArray(value)) {
    value.forEach((element, index) => refuseExecutableMembers(element, pointerTo(pointer, index)));
  } else if (isObject(value)) {
    for (const [key, element] of Object.entries(value)) {
      const at = pointerTo(pointer, key);
      if (EXECUTABLE_NAMES.includes(lowerCase(trim(key)))) {
        throw new RegistryError(
          'TEMPLATE_EXECUTABLE_MEMBER',
          `a template must not have a member named ${quoteForMessage(key)}; it is material to read, nothing in it is run`,
          { pointer: at, rule: `no member is named ${EXECUTABLE_NAMES.join(', ')}` },
        );
      }
      refuseExecutableMembers(element, at);
    }
  }
}
