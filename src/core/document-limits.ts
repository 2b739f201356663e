import { looksBinary } from './binary-text';
import { hintsOfName, isAllowedKey, MAX_KEY_BYTES, type PathHints } from './document-keys';
import type { SurveyedDocument } from './document-survey';
import { RegistryError } from './errors';
import { isArray, isObject, type JsonValue } from './json/json-value';
import { pointerTo } from './json/pointer';
import { byteLength, hasUnsafeControl, quoteForMessage } from './text';

/** JSON resource limits of one published document (packages.md section 4, "JSON resource limits"). */
export const MAX_DOCUMENT_DEPTH = 48;
/** Example text is for reading; 256 KiB is some hundred pages. */
export const MAX_EXAMPLE_BYTES = 262_144;
export const MAX_ATTACHMENT_BYTES = 524_288;
const CONTROL_SIGNS = ['\\u00', '\\b', '\\f', '\u007f'];

interface Totals {
  exampleBytes: number;
  attachmentBytes: number;
}

/**
 * Walks one document, root at depth 0, unless its survey tells that nothing would be found. `label` names it in messages;
 * `pointer` is where it stands in the request. Recursion is bounded by the depth limit itself.
 * @throws RegistryError DOCUMENT_TOO_DEEP, DOCUMENT_KEY_INVALID, DOCUMENT_TEXT_INVALID, DOCUMENT_BINARY_REFUSED,
 *   DOCUMENT_EXAMPLES_TOO_LARGE, DOCUMENT_ATTACHMENTS_TOO_LARGE
 */
export function checkDocumentLimits(
  document: JsonValue,
  label: string,
  pointer: string,
  surveyed?: SurveyedDocument,
): void {
  const areTextsKnown = surveyed !== undefined && isKnownToKeep(surveyed);
  if (areTextsKnown && areTotalsKnownToKeep(surveyed)) return;
  const totals: Totals = { exampleBytes: 0, attachmentBytes: 0 };
  // The steps to the value that is looked at: a pointer for each of them would be most of the work.
  const path: (string | number)[] = [];
  const here = (): string => path.reduce<string>(pointerTo, pointer);
  // A document has few different member names, and thousands of members.
  const knownNames = new Map<string, PathHints>();
  walk(document, { example: false, attachment: false, binary: false });
  refuseTotal('DOCUMENT_EXAMPLES_TOO_LARGE', 'example', totals.exampleBytes, MAX_EXAMPLE_BYTES);
  refuseTotal(
    'DOCUMENT_ATTACHMENTS_TOO_LARGE',
    'attachment and artifact',
    totals.attachmentBytes,
    MAX_ATTACHMENT_BYTES,
  );

  function walk(value: JsonValue, hints: PathHints): void {
    if (path.length > MAX_DOCUMENT_DEPTH) throw tooDeep(label, here());
    if (typeof value === 'string') {
      if (!areTextsKnown) checkString(value, here, hints, label);
      if (hints.example) totals.exampleBytes += byteLength(value);
      if (hints.attachment) totals.attachmentBytes += byteLength(value);
    } else if (isArray(value)) {
      value.forEach((element, index) => {
        step(index, element, hints);
      });
    } else if (isObject(value)) {
      for (const key of Object.keys(value)) {
        step(key, value[key] as JsonValue, bothHints(hints, hintsOf(key)));
      }
    }
  }

  function hintsOf(key: string): PathHints {
    const known = knownNames.get(key);
    if (known !== undefined) return known;
    checkKey(key, here, label);
    const given = hintsOfName(key);
    knownNames.set(key, given);
    return given;
  }

  function step(to: string | number, value: JsonValue, hints: PathHints): void {
    path.push(to);
    walk(value, hints);
    path.pop();
  }

  function refuseTotal(
    code: 'DOCUMENT_EXAMPLES_TOO_LARGE' | 'DOCUMENT_ATTACHMENTS_TOO_LARGE',
    what: string,
    actual: number,
    limit: number,
  ): void {
    if (actual <= limit) return;
    throw new RegistryError(
      code,
      `the ${what} texts of the ${label} have ${actual} bytes; at most ${limit} are allowed`,
      {
        pointer,
        limit,
        actual,
      },
    );
  }
}

/** True when every name and text of the document is surely allowed, wherever it stands. False says nothing. */
function isKnownToKeep({ members, survey }: SurveyedDocument): boolean {
  if (survey === undefined || survey.depth > MAX_DOCUMENT_DEPTH) return false;
  if (!survey.names.every(({ isAllowed }) => isAllowed) || members.some(mayHaveUnsafeControl)) return false;
  for (const text of survey.notableTexts) if (looksBinary(text, true)) return false;
  return true;
}

/** All the texts together are shorter than the document. */
function areTotalsKnownToKeep({ receiptFormSize, survey }: SurveyedDocument): boolean {
  if (receiptFormSize <= MAX_EXAMPLE_BYTES) return true;
  const isHinted = survey?.names.some(({ hints }) => hints.example || hints.attachment) ?? true;
  return !isHinted;
}

/** In a canonical form only U+007F is literal; the escapes of the others may also be an escaped backslash and a letter. */
function mayHaveUnsafeControl(canonical: string): boolean {
  return CONTROL_SIGNS.some((sign) => canonical.includes(sign));
}

/**
 * Only the depth of a document, for what the contract leaves uninspected otherwise.
 * @throws RegistryError DOCUMENT_TOO_DEEP
 */
export function checkDocumentDepth(document: JsonValue, label: string, pointer: string): void {
  walk(document, 0);

  function walk(value: JsonValue, depth: number): void {
    if (depth > MAX_DOCUMENT_DEPTH) throw tooDeep(label, pointer);
    if (typeof value !== 'object' || value === null) return;
    for (const element of Object.values(value)) walk(element, depth + 1);
  }
}

function tooDeep(label: string, pointer: string): RegistryError {
  return new RegistryError('DOCUMENT_TOO_DEEP', `the ${label} nests deeper than ${MAX_DOCUMENT_DEPTH} levels`, {
    pointer,
    limit: MAX_DOCUMENT_DEPTH,
  });
}

/** What holds above a value holds for it too. */
function bothHints(above: PathHints, own: PathHints): PathHints {
  const example = above.example || own.example;
  const attachment = above.attachment || own.attachment;
  const binary = above.binary || own.binary;
  const same = example === above.example && attachment === above.attachment && binary === above.binary;
  return same ? above : { example, attachment, binary };
}

function checkKey(key: string, parent: () => string, label: string): void {
  if (isAllowedKey(key)) return;
  const sizeBytes = byteLength(key);
  const allowed = `1 to ${MAX_KEY_BYTES} bytes without control characters`;
  throw new RegistryError(
    'DOCUMENT_KEY_INVALID',
    `a member name of the ${label}, ${quoteForMessage(key)}, has ${sizeBytes} bytes or a control character; allowed are ${allowed}`,
    { pointer: parent(), limit: MAX_KEY_BYTES, actual: sizeBytes, allowed },
  );
}

function checkString(text: string, at: () => string, hints: PathHints, label: string): void {
  if (hasUnsafeControl(text)) {
    const pointer = at();
    throw new RegistryError('DOCUMENT_TEXT_INVALID', `a text of the ${label} at ${pointer} has a control character`, {
      pointer,
      allowed: 'no code point below U+0020 other than tab, LF and CR, and no U+007F',
    });
  }
  if (looksBinary(text, hints.binary)) {
    const pointer = at();
    throw new RegistryError(
      'DOCUMENT_BINARY_REFUSED',
      `the text of the ${label} at ${pointer} looks like an embedded binary file`,
      {
        pointer,
        rule: 'no data:application/octet-stream or data:binary URL, and no base64 text of 4096 bytes or more',
      },
    );
  }
}
