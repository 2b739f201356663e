import { RegistryError } from '../errors';
import { isEmptyObject, objectOf, textOf, type JsonObject, type JsonValue } from '../json/json-value';
import { trim } from '../text';

/** The first non-blank text, trimmed; empty without one (cli.md section 2). */
export function firstText(...candidates: readonly (JsonValue | undefined)[]): string {
  return candidates.map((candidate) => trim(textOf(candidate))).find((text) => text !== '') ?? '';
}

/** The first non-empty object; empty without one. */
export function firstObject(...candidates: readonly (JsonValue | undefined)[]): JsonObject {
  return candidates.map(objectOf).find((candidate) => !isEmptyObject(candidate)) ?? {};
}

/** @throws RegistryError IDENTITY_REQUIRED */
export function requireText(name: string, text: string): void {
  if (text !== '') return;
  throw new RegistryError('IDENTITY_REQUIRED', `${name} is missing or blank, and nothing can be published without it`, {
    pointer: `/${name}`,
  });
}

/** @throws RegistryError MEMBER_TYPE_INVALID */
export function requireDocument(name: string, document: JsonObject): void {
  if (!isEmptyObject(document)) return;
  throw new RegistryError('MEMBER_TYPE_INVALID', `${name} is missing or empty, a non-empty object is needed`, {
    pointer: `/${name}`,
    allowed: 'a non-empty object',
  });
}
