import { LONGEST_HARMLESS_TEXT } from './embedded-files';
import { isTokenCharacter, SHORTEST_TEXT } from './find-in-text';
import { SHORTEST_TOKEN } from './token-findings';

/** Every rule on single texts but those on tokens needs one of these. */
const MARKS = /[:=/\\+]|-----B/;

/**
 * True for a text in which no rule finds anything, unless the name of its member says secret: too short, or without marks
 * and without a token that is long enough. Three of four texts of a package are plain; to know it takes a quarter of the
 * time of a search in them (docs/performance.md).
 */
export function isPlainText(text: string): boolean {
  if (text.length < SHORTEST_TEXT) return true;
  return text.length <= LONGEST_HARMLESS_TEXT && !MARKS.test(text) && !hasLongToken(text);
}

/** Every run of that many characters covers one of the places looked at: most characters are never read. */
function hasLongToken(text: string): boolean {
  for (let at = SHORTEST_TOKEN - 1; at < text.length; at += SHORTEST_TOKEN) {
    if (!isTokenCharacter(text, at)) continue;
    let start = at;
    let end = at + 1;
    while (end < text.length && isTokenCharacter(text, end)) end += 1;
    while (start > 0 && end - start < SHORTEST_TOKEN && isTokenCharacter(text, start - 1)) start -= 1;
    if (end - start >= SHORTEST_TOKEN) return true;
  }
  return false;
}
