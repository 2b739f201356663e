import { isArray, isObject, type JsonValue } from '../core/json/json-value';
import { escapeCharacters } from '../core/text';

/** A result as the reference prints it: two-space indent, final newline (cli.md). */
export function prettyJson(value: JsonValue): string {
  return `${indented(value)}\n`;
}

/** A file as the reference writes it: keys sorted by code point, two-space indent, `<`, `>` and `&` escaped, final newline. */
export function sortedJsonFile(value: JsonValue): string {
  return escapeHtml(`${indented(sorted(value))}\n`);
}

/** The same without sorting. */
export function jsonFile(value: JsonValue): string {
  return escapeHtml(prettyJson(value));
}

/** JSON.stringify would print -0 as 0, and another digest would come of it (packages.md section 1). */
function indented(value: JsonValue): string {
  return JSON.stringify(value, (_, part: unknown) => (Object.is(part, -0) ? RAW_JSON.rawJSON('-0') : part), 2);
}

/** Node has it since 22; the compiler's library does not know it yet. */
const RAW_JSON = JSON as unknown as { rawJSON(text: string): unknown };

function escapeHtml(json: string): string {
  return escapeCharacters(json, /[<>&\u2028\u2029]/g);
}

function sorted(value: JsonValue): JsonValue {
  if (isArray(value)) return value.map(sorted);
  if (!isObject(value)) return value;
  const keys = Object.keys(value).sort((left, right) => Buffer.compare(Buffer.from(left), Buffer.from(right)));
  return Object.fromEntries(keys.map((key) => [key, sorted(value[key] ?? null)]));
}
