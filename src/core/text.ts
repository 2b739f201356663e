/**
 * Text rules of the contract (packages.md, "Conventions"). JavaScript's own `trim` and `toLowerCase` differ from the
 * reference's, so rules use these.
 */

/** The Unicode White_Space code points: unlike `String.prototype.trim`, with U+0085 and without U+FEFF. */
const WHITE_SPACE = '\\u0009-\\u000d\\u0020\\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000';
const WHITE_SPACE_ONLY = new RegExp(`^[${WHITE_SPACE}]$`);
const HAS_WHITE_SPACE = new RegExp(`[${WHITE_SPACE}]`);
// eslint-disable-next-line no-control-regex
const ASCII_ONLY = /^[\u0000-\u007f]*$/;
// eslint-disable-next-line no-control-regex
const UNSAFE_CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;
/** What JSON leaves as it is: DEL, C1 controls, line separators and marks that turn the direction of text around. */
const OBEYED_CHARACTERS = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** Removes Unicode white space from both ends; linear, since a regular expression for the tail would backtrack. */
export function trim(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isWhiteSpace(text, start)) start += 1;
  while (end > start && isWhiteSpace(text, end - 1)) end -= 1;
  return text.slice(start, end);
}

/** Nearly every text begins and ends with a printable ASCII character, and every text of a package is trimmed. */
function isWhiteSpace(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  return !(unit > 0x20 && unit < 0x7f) && WHITE_SPACE_ONLY.test(text.charAt(at));
}

export function isBlank(text: string): boolean {
  return trim(text) === '';
}

export function hasWhiteSpace(text: string): boolean {
  return HAS_WHITE_SPACE.test(text);
}

/** The simple one-to-one mapping per code point: U+0130 becomes `i`, and a final sigma is not special. */
export function lowerCase(text: string): string {
  if (ASCII_ONLY.test(text)) return text.toLowerCase();
  let lowered = '';
  for (const char of text) lowered += char === '\u0130' ? 'i' : char.toLowerCase();
  return lowered;
}

/** Length in UTF-8 bytes. */
export function byteLength(text: string): number {
  return Buffer.byteLength(text, 'utf8');
}

/** True when the text has a code point below U+0020 other than tab, LF and CR, or U+007F. */
export function hasUnsafeControl(text: string): boolean {
  return UNSAFE_CONTROL.test(text);
}

/** Each character that `unwanted` (a global expression) matches as the escape that JSON has for it: `\\u001b`. */
export function escapeCharacters(text: string, unwanted: RegExp): string {
  return text.replace(unwanted, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** The value as it may appear in an error message: short, and without anything that a terminal or a log obeys. */
export function quoteForMessage(text: string): string {
  const MAX_SHOWN = 80;
  const shown = text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN).toWellFormed()}…` : text;
  return escapeCharacters(JSON.stringify(shown), OBEYED_CHARACTERS);
}

/** By hand: an expression such as `/\/+$/` looks for the end of the text from every slash anew. */
export function withoutTrailingSlashes(text: string): string {
  let end = text.length;
  while (text.charAt(end - 1) === '/') end -= 1;
  return text.slice(0, end);
}
