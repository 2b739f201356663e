/**
 * JSON and its canonical form once more, written from RFC 8259 and packages.md section 1 alone: nothing of `src/` and
 * neither `JSON.parse` nor `JSON.stringify` is used, so that a fault there cannot agree with itself.
 */
export type PlainJson = null | boolean | number | string | PlainJson[] | Map<string, PlainJson>;

/** Why a text is no JSON of the contract; the names are those of the Registry's codes. */
export class JsonFault extends Error {
  constructor(readonly code: 'JSON_SYNTAX' | 'JSON_TOO_DEEP' | 'JSON_NUMBER_OVERFLOW' | 'JSON_REPEATED_MEMBER') {
    super(code);
  }
}

const MAX_DEPTH = 10_000;
const ESCAPED: Readonly<Record<string, string>> = {
  ...{ '"': '"', '\\': '\\', '/': '/', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' },
};

/** Reads as the Registry must: the last of repeated members counts, those of the root may be refused instead. */
export class PlainParser {
  private at = 0;
  private depth = 0;

  constructor(
    private readonly text: string,
    private readonly uniqueRootMembers: boolean,
  ) {}

  /** @throws JsonFault at the first fault of the text, from the left */
  parse(): PlainJson {
    const value = this.value();
    this.blanks();
    if (this.at < this.text.length) throw new JsonFault('JSON_SYNTAX');
    return value;
  }

  private value(): PlainJson {
    this.blanks();
    const sign = this.text[this.at];
    if (sign === '{') return this.object();
    if (sign === '[') return this.list();
    if (sign === '"') return this.string();
    for (const [word, value] of [
      ['true', true],
      ['false', false],
      ['null', null],
    ] as const) {
      if (this.text.startsWith(word, this.at)) {
        this.at += word.length;
        return value;
      }
    }
    return this.number();
  }

  private object(): PlainJson {
    const isRoot = this.depth === 0;
    this.open();
    const members = new Map<string, PlainJson>();
    if (!this.closes('}')) {
      do {
        this.blanks();
        if (this.text[this.at] !== '"') throw new JsonFault('JSON_SYNTAX');
        const name = this.string();
        if (isRoot && this.uniqueRootMembers && members.has(name)) throw new JsonFault('JSON_REPEATED_MEMBER');
        this.expect(':');
        members.set(name, this.value());
      } while (this.continues('}'));
    }
    this.depth -= 1;
    return members;
  }

  private list(): PlainJson {
    this.open();
    const elements: PlainJson[] = [];
    if (!this.closes(']')) {
      do elements.push(this.value());
      while (this.continues(']'));
    }
    this.depth -= 1;
    return elements;
  }

  private open(): void {
    if (this.depth === MAX_DEPTH) throw new JsonFault('JSON_TOO_DEEP');
    this.depth += 1;
    this.at += 1;
  }

  private closes(bracket: string): boolean {
    this.blanks();
    if (this.text[this.at] !== bracket) return false;
    this.at += 1;
    return true;
  }

  private continues(bracket: string): boolean {
    if (this.closes(bracket)) return false;
    this.expect(',');
    return true;
  }

  private expect(sign: string): void {
    this.blanks();
    if (this.text[this.at] !== sign) throw new JsonFault('JSON_SYNTAX');
    this.at += 1;
  }

  private blanks(): void {
    while (this.at < this.text.length && ' \t\r\n'.includes(this.text.charAt(this.at))) this.at += 1;
  }

  private string(): string {
    let read = '';
    this.at += 1;
    for (;;) {
      const sign = this.text[this.at];
      if (sign === undefined || sign < ' ') throw new JsonFault('JSON_SYNTAX');
      this.at += 1;
      if (sign === '"') return read.toWellFormed();
      read += sign === '\\' ? this.escape() : sign;
    }
  }

  private escape(): string {
    const sign = this.text[this.at] ?? '';
    this.at += 1;
    if (sign !== 'u') {
      const plain = Object.hasOwn(ESCAPED, sign) ? ESCAPED[sign] : undefined;
      if (plain === undefined) throw new JsonFault('JSON_SYNTAX');
      return plain;
    }
    const hex = this.text.slice(this.at, this.at + 4);
    if (!/^[0-9a-fA-F]{4}$/.test(hex)) throw new JsonFault('JSON_SYNTAX');
    this.at += 4;
    return String.fromCharCode(Number.parseInt(hex, 16));
  }

  private number(): number {
    const [token] = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/.exec(this.text.slice(this.at, this.at + 2000)) ?? [];
    if (token === undefined) throw new JsonFault('JSON_SYNTAX');
    this.at += token.length;
    const read = Number.parseFloat(token);
    if (!Number.isFinite(read)) throw new JsonFault('JSON_NUMBER_OVERFLOW');
    return read;
  }
}

/** The canonical form: members by code point, the shortest escapes, `-0` as it is. */
export function plainCanonical(value: PlainJson, isReceipt = false): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return Object.is(value, -0) ? '-0' : `${value}`;
  if (typeof value === 'string') return quoted(value, isReceipt);
  if (Array.isArray(value)) return `[${value.map((element) => plainCanonical(element, isReceipt)).join(',')}]`;
  const members = [...value].sort(([left], [right]) => compareCodePoints(left, right));
  const written = members.map(([name, inner]) => `${quoted(name, isReceipt)}:${plainCanonical(inner, isReceipt)}`);
  return `{${written.join(',')}}`;
}

function compareCodePoints(left: string, right: string): number {
  const [a, b] = [Array.from(left, codePoint), Array.from(right, codePoint)];
  const different = a.findIndex((point, index) => point !== b[index]);
  if (different === -1) return a.length - b.length;
  return (a[different] ?? -1) - (b[different] ?? -1);
}

function codePoint(char: string): number {
  return char.codePointAt(0) ?? 0;
}

function quoted(text: string, isReceipt: boolean): string {
  const short: Readonly<Record<string, string>> = {
    ...{ '"': '\\"', '\\': '\\\\', '\b': '\\b', '\f': '\\f', '\n': '\\n', '\r': '\\r', '\t': '\\t' },
  };
  const signs = Array.from(text, (char) => {
    const plain = Object.hasOwn(short, char) ? short[char] : undefined;
    if (plain !== undefined) return plain;
    const mustEscape = char < ' ' || char === '\u2028' || char === '\u2029' || (isReceipt && '<>&'.includes(char));
    return mustEscape ? `\\u${codePoint(char).toString(16).padStart(4, '0')}` : char;
  });
  return `"${signs.join('')}"`;
}
