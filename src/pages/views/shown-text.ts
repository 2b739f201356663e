import { isArray, isObject, listOf, member, textOf, type JsonValue } from '../../core/json/json-value';
import { escapeCharacters, trim } from '../../core/text';

/** What would act instead of being read: controls, and marks that turn the direction of other text around. */
// eslint-disable-next-line no-control-regex
const ACTING = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g;

/** A publisher's text as a page may show it: nothing in it acts, and a reviewer sees that something was there. */
export function visible(text: string): string {
  return escapeCharacters(text, ACTING);
}

/** The trimmed text of a member, empty when there is none. */
export function shownText(value: JsonValue | undefined, name: string): string {
  return visible(trim(textOf(member(value, name))));
}

/** The texts of a list member, blank ones left out. */
export function shownTexts(value: JsonValue | undefined, name: string): readonly string[] {
  return listOf(member(value, name))
    .map((element) => visible(trim(textOf(element))))
    .filter((text) => text !== '');
}

/** A value in a table cell: texts as they are, everything else as JSON, long ones cut. */
export function shownValue(value: JsonValue | undefined): string {
  const MAX_SHOWN = 400;
  if (value === undefined) return '';
  const text = visible(typeof value === 'string' ? value : JSON.stringify(value));
  return cutText(text, MAX_SHOWN);
}

/** Whether there is anything to show of a value. */
export function isStated(value: JsonValue | undefined): boolean {
  if (value === undefined || value === null || value === '') return false;
  if (isArray(value)) return value.length > 0;
  return !isObject(value) || Object.keys(value).length > 0;
}

/** A slug as words: `raw_data_export` is "Raw data export". */
export function words(slug: string): string {
  const text = slug.replaceAll(/[_.-]+/g, ' ').trim();
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** At most `maxLength` characters, the last one an ellipsis when something was cut. */
export function cutText(text: string, maxLength: number): string {
  return text.length > maxLength ? `${text.slice(0, maxLength - 1).toWellFormed()}…` : text;
}
