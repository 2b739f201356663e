import type { JsonObject, JsonValue } from '../../core/json/json-value';
import { isEmptyObject } from '../../core/json/json-value';
import { counted, sizeText } from './format';
import { visible } from './shown-text';

/** Longer documents are for tools: the API serves them whole. */
const MAX_INLINE_CHARACTERS = 200_000;
/** And all of a page's together, so that the page stays below a megabyte. */
const MAX_PAGE_CHARACTERS = 260_000;

export interface NamedDocument {
  readonly name: string;
  readonly value: JsonObject;
}

export interface DocumentView {
  readonly name: string;
  readonly about: string;
  /** Undefined for a document that is too long to be printed here. */
  readonly text: string | undefined;
}

/** Documents as text to be folded out, the most important first: what does not fit any more is left to the API. */
export function documentViews(documents: readonly NamedDocument[]): readonly DocumentView[] {
  const printed = documents
    .filter(({ value }) => !isEmptyObject(value))
    .map(({ name, value }) => {
      const text = prettyJson(value);
      return { name, text, printedLength: printedLength(text), members: Object.keys(value).length };
    });
  let budget = MAX_PAGE_CHARACTERS;
  const inline = new Set<string>();
  for (const { name, printedLength: length } of printed) {
    if (length > Math.min(budget, MAX_INLINE_CHARACTERS)) continue;
    budget -= length;
    inline.add(name);
  }
  return printed.map(({ name, text, members }) => ({
    name,
    about: `${counted(members, 'member')}, ${sizeText(Buffer.byteLength(text))} as printed`,
    text: inline.has(name) ? text : undefined,
  }));
}

/** Still JSON: what would act is escaped as JSON escapes it. */
export function prettyJson(value: JsonValue): string {
  return visible(JSON.stringify(value, null, 2));
}

/** The view escapes a quotation mark with six characters; JSON is full of them. */
function printedLength(text: string): number {
  let length = Buffer.byteLength(text);
  for (const char of text) if (char === '"' || char === '<' || char === '>' || char === '&') length += 5;
  return length;
}
