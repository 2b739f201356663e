import { TextDecoder } from 'node:util';
import fc from 'fast-check';
import { RegistryError } from '../../../src/core/errors';
import { canonicalJson } from '../../../src/core/json/canonical-json';
import { parseJson } from '../../../src/core/json/parse-json';
import { textCorpus } from '../corpus';
import { JsonFault, plainCanonical, PlainParser } from '../independent-json';
import { mutatedBytes, mutatedText } from '../mutate-text';
import { demand, pureTarget } from '../target';

const corpus = textCorpus('json');
const DICTIONARY = ['"a":', '[', ']', '{"a":', '}', '1e308', '-0', 'true', '\\ud83d', '\\ude00', '\\u0061'];

const bytes = fc.oneof(
  mutatedText(corpus, DICTIONARY).map((text) => Buffer.from(text, 'utf8')),
  mutatedBytes(corpus.map((text) => Buffer.from(text, 'utf8'))),
);

export const parseJsonTarget = pureTarget({
  name: 'parse-json',
  promise: 'a text is read as an independent parser and JSON.parse read it, or refused with the same code',
  share: 250_000,
  cases: fc.tuple(bytes, fc.boolean()),
  check: ([body, uniqueRootMembers]) => {
    const actual = resultOf(() => canonicalJson(parseJson(body, { uniqueRootMembers })));
    const text = decodedByteByByte(body);
    const expected = resultOf(() => plainCanonical(new PlainParser(text, uniqueRootMembers).parse()));
    demand(actual === expected, 'the result differs from that of the independent parser', [actual, expected]);
    // Our further refusals are of texts that the grammar accepts.
    const isGrammatical = actual !== 'JSON_SYNTAX';
    if (actual !== 'JSON_TOO_DEEP' && actual !== 'JSON_NUMBER_OVERFLOW' && actual !== 'JSON_REPEATED_MEMBER') {
      demand(isGrammatical === isParsed(text), 'JSON.parse judges the grammar otherwise', actual);
    }
  },
});

function resultOf(read: () => string): string {
  try {
    return read();
  } catch (error) {
    if (error instanceof RegistryError || error instanceof JsonFault) return error.code;
    throw error;
  }
}

function isParsed(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** One U+FFFD for each byte that is no part of a character (packages.md section 1). */
function decodedByteByByte(body: Buffer): string {
  const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let text = '';
  for (let at = 0; at < body.length;) {
    const lead = body[at] ?? 0;
    const length = lead < 0x80 ? 1 : lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    const char = decodedOrNone(strict, body.subarray(at, at + length), length);
    text += char ?? '\ufffd';
    at += char === undefined ? 1 : length;
  }
  return text;
}

function decodedOrNone(strict: TextDecoder, sequence: Buffer, length: number): string | undefined {
  if (sequence.length < length) return undefined;
  try {
    return strict.decode(sequence);
  } catch {
    return undefined;
  }
}
