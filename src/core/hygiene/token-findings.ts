import { maskSecret, type Finding } from './finding';
import { TOKEN_FORMATS, type TokenFormat } from './token-formats';

/** No format is shorter: an AWS access key id. */
export const SHORTEST_TOKEN = 20;
const INITIAL_LENGTH = 2;
const PUNCTUATION = /[_.-]/;

/** By the first characters of the prefix, so that an ordinary word costs one look-up. */
const BY_INITIAL = TOKEN_FORMATS.reduce((formats, format) => {
  const initial = format.prefix.slice(0, INITIAL_LENGTH);
  return formats.set(initial, [...(formats.get(initial) ?? []), format]);
}, new Map<string, TokenFormat[]>());

/** The secret of a known form that begins with the token from `start` to `end`, if there is one. */
export function findToken(text: string, start: number, end: number): Finding | undefined {
  let at = start;
  // Markdown's emphasis and separators are no part of a token.
  while (at < end && PUNCTUATION.test(text.charAt(at))) at += 1;
  const formats = BY_INITIAL.get(text.slice(at, at + INITIAL_LENGTH)) ?? BY_INITIAL.get(text.charAt(at)) ?? [];
  for (const format of formats) {
    if (!text.startsWith(format.prefix, at)) continue;
    format.pattern.lastIndex = at;
    const match = format.pattern.exec(text);
    if (match === null) continue;
    const [token, body = token] = match;
    if (format.confirm?.(body, token) === false) continue;
    return { rule: format.rule, start: at, end: at + token.length, excerpt: maskSecret(token.length, format.prefix) };
  }
  return undefined;
}
