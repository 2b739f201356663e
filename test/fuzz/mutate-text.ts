import fc from 'fast-check';

/** Ends of ranges, characters that formats are made of, and what decoders and terminals stumble over. */
const SIGNS = [
  ...[
    '"',
    "'",
    '\\',
    '/',
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    ';',
    '#',
    '%',
    '@',
    '?',
    '&',
    '=',
    '+',
    '-',
    '.',
    '..',
    '<',
    '>',
  ],
  ...['%2F', '%00', '%ff', '\\u0000', '\\ud800', '\\udc00', '\\u', '\u0000', '\u0085', '\u2028', '\ufeff', '\ufffd'],
  ...['\u202e', '\u{1f600}', '\n', '\r\n', '\t', ' ', '0', '-0', '1e999', '9007199254740993', 'null', '__proto__'],
];

const insert = (dictionary: readonly string[]): fc.Arbitrary<string> =>
  fc.oneof(
    { arbitrary: fc.constantFrom(...SIGNS, ...dictionary), weight: 6 },
    { arbitrary: fc.string({ unit: 'binary', maxLength: 5 }), weight: 2 },
    {
      arbitrary: fc
        .tuple(fc.constantFrom(...SIGNS, ...dictionary), fc.integer({ min: 2, max: 400 }))
        .map(([text, times]) => text.repeat(Math.min(times, Math.ceil(2000 / Math.max(1, text.length))))),
      weight: 1,
    },
    { arbitrary: fc.constant(''), weight: 2 },
  );

/** A text of the corpus after a few edits, or pieces of the dictionary alone; fewer edits are the smaller case. */
export function mutatedText(corpus: readonly string[], dictionary: readonly string[] = []): fc.Arbitrary<string> {
  const edit = fc.record({ at: fc.nat(100_000), remove: fc.nat(6), insert: insert(dictionary) });
  const edited = fc.tuple(fc.constantFrom(...corpus), fc.array(edit, { maxLength: 5 })).map(([text, edits]) =>
    edits.reduce((part, one) => {
      const from = one.at % (part.length + 1);
      return part.slice(0, from) + one.insert + part.slice(from + one.remove);
    }, text),
  );
  const assembled = fc.array(insert(dictionary), { maxLength: 24 }).map((parts) => parts.join(''));
  return fc.oneof({ arbitrary: edited, weight: 3 }, { arbitrary: assembled, weight: 1 });
}

/** Each sign of the dictionary, or two of them, as often as fit into `length` characters: what backtracks shows here. */
export function pumpedText(dictionary: readonly string[], length: number): fc.Arbitrary<string> {
  const piece = fc.array(fc.constantFrom(...SIGNS, ...dictionary), { minLength: 1, maxLength: 3 });
  return fc
    .tuple(piece, fc.constantFrom(...SIGNS, ...dictionary, ''), fc.constantFrom(...SIGNS, ...dictionary, ''))
    .map(([parts, head, tail]) => {
      const unit = parts.join('');
      return head + unit.repeat(Math.ceil(length / unit.length)).slice(0, length) + tail;
    });
}

interface ByteEdit {
  readonly at: number;
  readonly remove: number;
  readonly insert: Uint8Array;
  readonly flip: number;
}

/** The bytes of a text of the corpus with bits flipped and bytes cut out, put in, or put in twice. */
export function mutatedBytes(corpus: readonly Uint8Array[], maxEdits = 4): fc.Arbitrary<Buffer> {
  const edit: fc.Arbitrary<ByteEdit> = fc.record({
    at: fc.nat(10_000_000),
    remove: fc.oneof(fc.nat(3), fc.constantFrom(0, 1, 64, 10_000_000)),
    insert: fc.oneof(
      fc.uint8Array({ maxLength: 4 }),
      fc.constantFrom(...SIGNS).map((sign) => new Uint8Array(Buffer.from(sign, 'utf8'))),
    ),
    flip: fc.oneof(fc.constant(0), fc.nat(255)),
  });
  return fc
    .tuple(fc.constantFrom(...corpus), fc.array(edit, { maxLength: maxEdits }))
    .map(([bytes, edits]) => edits.reduce(editBytes, Buffer.from(bytes)));
}

function editBytes(bytes: Buffer, { at, remove, insert: inserted, flip }: ByteEdit): Buffer {
  const from = at % (bytes.length + 1);
  const rest = Buffer.from(bytes.subarray(from + remove));
  const [first] = rest;
  if (first !== undefined) rest[0] = first ^ flip;
  return Buffer.concat([bytes.subarray(0, from), inserted, rest]);
}
