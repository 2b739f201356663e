import { escapeCharacters, quoteForMessage } from '../core/text';

const LINE_CHARACTERS = 100;

/**
 * Lines that break between words, and inside one only where it is longer than a line; all but the first begin with
 * `hanging`. Blanks within the width of `hanging` are columns, not ends of words.
 */
export function wrapped(text: string, hanging: string): readonly string[] {
  const lines: string[] = [];
  let rest = text;
  while (rest.length > LINE_CHARACTERS) {
    const blank = rest.lastIndexOf(' ', LINE_CHARACTERS);
    const at = blank <= hanging.length ? LINE_CHARACTERS : blank;
    lines.push(rest.slice(0, at).trimEnd());
    rest = `${hanging}${rest.slice(at).trimStart()}`;
  }
  return [...lines, rest];
}

/** An id as it is, or quoted: what was never published may hold what a terminal obeys. */
export function plain(id: string): string {
  return /^[\w./@+-]+$/.test(id) ? id : quoteForMessage(id);
}

/** A line in which nothing acts: a package may hold what a terminal obeys, and here it is only read. */
export function printable(line: string): string {
  return escapeCharacters(line, /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu);
}
