import { isUnicodeClassName } from './unicode-class-names';

/**
 * The fixed table of adaptations between the reference's RE2 (Go 1.26) and re2js. A pattern is rewritten into one with
 * the same verdict; it need not match the same texts, because patterns are only checked here.
 *
 * | written               | read as               | because                                                        |
 * | --------------------- | --------------------- | -------------------------------------------------------------- |
 * | `\p{Greek}`, `\PL`    | `\d`, or refused      | names and long aliases of Unicode 15 (section 4; vectors       |
 * |                       |                       | `\pL+`, `\p{Greek}`, `\p{Foo}`)                                |
 * | `(?<y>a)(?P<y>b)`     | `(?P<g1>a)(?P<g2>b)`  | names may repeat (section 4; vector `(?<y>a)(?<y>b)`)          |
 * | `(?i)`                | `(?s)`                | cost: folding the case of a wide range takes milliseconds      |
 * | `a{0,900}`            | `a{900}`              | cost: optional repeats are unfolded; the larger count decides  |
 * | `[[:a]` without `:]`  | `[\[:a]`              | cost: `:]` is looked for up to the end, once for each `[:`;    |
 * |                       |                       | and re2js takes `[:]` for a class with a name                  |
 */
export function adaptPattern(pattern: string): AdaptedPattern {
  const lastPosixEnd = pattern.lastIndexOf(':]');
  const out: string[] = [];
  let inClass = false;
  let at = 0;
  while (at < pattern.length) {
    const token = tokenAt(pattern, at, inClass);
    at += token.text.length;
    switch (token.kind) {
      case 'unicode':
        if (!isUnicodeClass(token.name)) return { fault: `unknown Unicode class ${token.text}` };
        out.push('\\d');
        break;
      case 'name':
        out.push(`(?P<g${out.length}>`);
        break;
      case 'flags':
        out.push(token.text.replaceAll('i', 's'));
        break;
      case 'repeat':
        out.push(token.min <= token.max ? `{${token.max}}` : token.text);
        break;
      case 'posix': {
        const end = at <= lastPosixEnd ? pattern.indexOf(':]', at) + 2 : undefined;
        out.push(end === undefined ? '\\[:' : `[:${pattern.slice(at, end)}`);
        at = end ?? at;
        break;
      }
      case 'other':
        if (inClass ? token.text === ']' : token.text.startsWith('[')) inClass = !inClass;
        out.push(token.text);
    }
  }
  return { pattern: out.join('') };
}

export type AdaptedPattern = { readonly pattern: string; readonly fault?: undefined } | { readonly fault: string };

type Token = { readonly text: string } & (
  | { readonly kind: 'unicode' | 'name'; readonly name: string }
  | { readonly kind: 'repeat'; readonly min: number; readonly max: number }
  | { readonly kind: 'flags' | 'posix' | 'other' }
);

const UNICODE = String.raw`\\[pP](?<unicode>\{[^}]*(?:\}|$)|[^{])`;
const CLASS_CHARACTER = String.raw`(?:\\x\{[0-9A-Fa-f]*\}?|\\[^]?|[^\\])`;

/** Outside of a class; what is literal after `\Q` stays one token. */
const TOKEN = new RegExp(
  [
    String.raw`\\Q[^]*?(?:\\E|$)`,
    UNICODE,
    // The brace of `\x{...}` begins no repeat.
    String.raw`\\(?:x\{?|[^])?`,
    String.raw`\(\?P?<(?<name>[A-Za-z0-9_]+)>`,
    String.raw`(?<flags>\(\?[imsU-]*[:)])`,
    String.raw`\{(?<min>0|[1-9][0-9]*),(?<max>0|[1-9][0-9]*)\}`,
    // A closing bracket that comes first is literal.
    String.raw`\[\^?\]?`,
    String.raw`[^\\([{]+`,
    '[^]',
  ].join('|'),
  'uy',
);

/** Inside of a class; a range is one token, because in `[!-[:a]` the second bracket is the end of a range. */
const CLASS_TOKEN = new RegExp(
  [
    UNICODE,
    String.raw`\]`,
    String.raw`(?<posix>\[:)`,
    String.raw`${CLASS_CHARACTER}(?:-(?!\])${CLASS_CHARACTER})?`,
  ].join('|'),
  'uy',
);

function tokenAt(pattern: string, at: number, inClass: boolean): Token {
  const expression = inClass ? CLASS_TOKEN : TOKEN;
  expression.lastIndex = at;
  const match = expression.exec(pattern);
  const text = match?.[0] ?? pattern.charAt(at);
  const { unicode, name, flags, min, max, posix }: Partial<Record<string, string>> = match?.groups ?? {};
  if (unicode !== undefined) return { kind: 'unicode', text, name: unicode };
  if (name !== undefined) return { kind: 'name', text, name };
  if (min !== undefined && max !== undefined) return { kind: 'repeat', text, min: Number(min), max: Number(max) };
  if (flags !== undefined) return { kind: 'flags', text };
  return { kind: posix === undefined ? 'other' : 'posix', text };
}

/** `written` is what follows `\p`: one character, or a name in braces; a leading `^` negates. */
function isUnicodeClass(written: string): boolean {
  if (!written.startsWith('{')) return isUnicodeClassName(written);
  return written.endsWith('}') && isUnicodeClassName(written.slice(1, -1).replace(/^\^/, ''));
}
