import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { checkBusinessEffects } from '../../src/core/business-effects';
import { checkDocumentLimits } from '../../src/core/document-limits';
import { surveyDocument } from '../../src/core/document-survey';
import { findEmbeddedFile, LONGEST_HARMLESS_TEXT } from '../../src/core/hygiene/embedded-files';
import { findInText } from '../../src/core/hygiene/find-in-text';
import { isKnownClean } from '../../src/core/hygiene/known-clean';
import { isPlainText } from '../../src/core/hygiene/plain-text';
import { scanDocuments } from '../../src/core/hygiene/scan-documents';
import { SHORTEST_TOKEN } from '../../src/core/hygiene/token-findings';
import type { JsonObject, JsonValue } from '../../src/core/json/json-value';
import { refuseRetiredBuildPack } from '../../src/core/package-rules/retired-build-pack';
import { mutatedJson } from '../fuzz/mutate-json';
import { mutatedText } from '../fuzz/mutate-text';
import { loadCorpus } from '../hygiene/corpus';
import { DEMO_PACKAGES, demoRequest } from '../support/demo-requests';
import { refusalOf } from '../support/refusal';

/**
 * What a rule reads off the survey of a document must be what it would have found by walking the document: publishing
 * answers from the one, and the other is what defines the rule.
 */
const corpus = loadCorpus();
const texts = corpus.flatMap(({ document }) => textsIn(document));
const SHORT = texts.filter((text) => text.length < 40);
const MIB = 1_048_576;
/** Random letters and digits. */
const SECRET_BODY = Array.from({ length: 4 }, (_, at) => createHash('sha512').update(String(at)).digest('base64'))
  .join('')
  .replace(/[+/=]/g, '');

/** Values and names that single rules are about, in places where they count and where they do not. */
const RULED: readonly JsonValue[] = [
  ...[
    'anip-build-pack-typescript',
    ' TYPESCR\u0130PT ',
    'TypeScript',
    'a\u0000b',
    'a\\b',
    'a\\u0000',
    '\u007f',
    '\b',
    '\f',
  ],
  ...['DATA:binary,x', 'data:application/octet-stream,x', 'QUJD'.repeat(1024), 'QUJ\n'.repeat(1024), 'x'.repeat(257)],
  ...([
    { build_pack: ['typescript'] },
    { x_runtime_pack: ' TYPESCR\u0130PT ' },
    { business_effects: { produces: ['nothing'] } },
    { business_effects: [] },
  ] as const),
  ...([
    { unsupported_effects: ['data.read', 1] },
    { '': 1 },
    { ['k'.repeat(161)]: 1 },
    { 'a\u0001': 1 },
    nested(60),
  ] as const),
  ...([
    { examples: ['x'.repeat(262_145)] },
    { artifact: 'y'.repeat(524_289) },
    { content: 'QUJD'.repeat(1024) },
  ] as const),
  ...([
    { api_key: 'v9Kq2Lx8Zr4Tn7Wb' },
    { token: ['v9Kq2Lx8Zr4Tn7Wb'] },
    { password: 'Tr0ub4dor&3' },
    { x: -0 },
  ] as const),
  ...([
    { archive: 'https://a.example/x.tgz' },
    { evidence: 'QUJD'.repeat(200) },
    { evidence: 'w '.repeat(9000) },
  ] as const),
];
const document = fc
  .oneof(
    mutatedJson([...corpus.map((one) => one.document), ...DEMO_PACKAGES.map((name) => demoRequest(name) as JsonValue)]),
    fc.array(fc.constantFrom(...RULED), { maxLength: 3 }),
    fc.tuple(
      fc.constantFrom(...RULED),
      fc.constantFrom(...corpus).map((one) => one.document),
    ),
  )
  .map((value): JsonObject => ({ name: 'x', value }));

describe('the survey of a document', () => {
  it('knows as clean nothing in which hygiene finds anything, and knows most of what is clean', () => {
    const near = corpus.filter(({ isPlanted }) => !isPlanted);
    expect(near.filter((one) => isKnown({ value: one.document })).length).toBeGreaterThan(near.length * 0.9);
    for (const name of DEMO_PACKAGES) {
      const request = demoRequest(name) as Record<string, JsonObject>;
      expect(['manifest', 'service_definition', 'recommended_lock'].filter((part) => !isKnown(request[part]!))).toEqual(
        [],
      );
    }
    for (const { document: value } of corpus) expect(isKnown({ value }) && hits({ value }) > 0).toBe(false);
    fc.assert(
      fc.property(document, (value) => {
        expect(isKnown(value) && hits(value) > 0).toBe(false);
      }),
      { numRuns: 400 },
    );
  });

  it('changes no answer of the rules that read it', () => {
    const codes = RULED.flatMap((value) => codesAgreedOn({ name: 'x', value }));
    expect([...new Set(codes)].sort()).toEqual([
      'BUSINESS_EFFECT_INVALID',
      'DOCUMENT_ATTACHMENTS_TOO_LARGE',
      'DOCUMENT_BINARY_REFUSED',
      'DOCUMENT_EXAMPLES_TOO_LARGE',
      'DOCUMENT_KEY_INVALID',
      'DOCUMENT_TEXT_INVALID',
      'DOCUMENT_TOO_DEEP',
      'RETIRED_BUILD_PACK',
      'none',
    ]);
    fc.assert(
      fc.property(document, (value) => void codesAgreedOn(value)),
      { numRuns: 400 },
    );
  });

  it('leaves totals to the walk where names hint at them and the document is large', () => {
    const large = { list: Array.from({ length: 1024 }, () => 'x'.repeat(MIB / 1024)) };
    for (const [value, code] of [
      [large, undefined],
      [{ ...large, examples: 'x' }, undefined],
      [{ examples: large }, 'DOCUMENT_EXAMPLES_TOO_LARGE'],
      [{ attachments: large }, 'DOCUMENT_ATTACHMENTS_TOO_LARGE'],
    ] as const) {
      expect(refusalOf(() => checkDocumentLimits(value, 'd', '/d', surveyDocument(value)))?.code).toBe(code);
    }
  });
});

describe('a plain text', () => {
  it('is one in which no rule finds anything', () => {
    const plain = texts.filter(isPlainText);
    expect(plain.length).toBeGreaterThan(50);
    for (const text of plain) expect(findingsIn(text)).toEqual([]);
    fc.assert(
      fc.property(fc.oneof(mutatedText(SHORT), mutatedText(texts)), (text) => {
        expect(isPlainText(text) ? findingsIn(text) : []).toEqual([]);
      }),
      { numRuns: 1500 },
    );
  });

  it('holds no secret in short pieces either', () => {
    const pieces = (length: number, glue: string): string =>
      (SECRET_BODY.match(new RegExp(`.{1,${length}}`, 'g')) ?? []).join(glue);
    for (const text of [
      `-----BEGIN PRIVATE KEY-----\n${pieces(12, '\n').slice(0, 100)}`,
      `RWRTY0Iy+${pieces(12, '+').slice(0, 202)}`,
    ]) {
      expect(text.length).toBeLessThan(LONGEST_HARMLESS_TEXT);
      expect([isPlainText(text), findInText({ text, isRoute: false }).length]).toEqual([false, 1]);
    }
  });

  it('has no token that is long enough, wherever it stands', () => {
    for (let before = 0; before <= 2 * SHORTEST_TOKEN; before += 1) {
      const at = (length: number): string => `${'a '.repeat(30).slice(0, before)} ${'t'.repeat(length)} end`;
      expect([isPlainText(at(SHORTEST_TOKEN - 1)), isPlainText(at(SHORTEST_TOKEN))]).toEqual([true, false]);
    }
  });
});

/** What the rules refuse the document for, asked with its survey and without. */
function codesAgreedOn(value: JsonObject): string[] {
  const surveyed = surveyDocument(value);
  const asked = [
    [() => checkDocumentLimits(value, 'd', '/d'), () => checkDocumentLimits(value, 'd', '/d', surveyed)],
    [() => checkBusinessEffects(value, '/d'), () => checkBusinessEffects(value, '/d', surveyed.survey)],
    [() => refuseRetiredBuildPack(value, '/d'), () => refuseRetiredBuildPack(value, '/d', surveyed.members)],
  ] as const;
  return asked.map(([walked, read]) => {
    const [expected, actual] = [refusalOf(walked), refusalOf(read)];
    expect(actual?.code).toBe(expected?.code);
    expect([actual?.message, actual?.details]).toEqual([expected?.message, expected?.details]);
    return expected?.code ?? 'none';
  });
}

function findingsIn(text: string): unknown[] {
  const file = findEmbeddedFile(text, true);
  return [...findInText({ text, isRoute: false }), ...(file === undefined ? [] : [file])];
}

function isKnown(value: JsonObject): boolean {
  const { survey } = surveyDocument(value);
  return survey !== undefined && isKnownClean(survey);
}

function hits(value: JsonObject): number {
  return scanDocuments([{ pointer: '/manifest', value }]).total;
}

function textsIn(value: JsonValue): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value as JsonObject).flatMap(textsIn) : [];
}

function nested(depth: number): JsonValue {
  let value: JsonValue = 'x';
  for (let level = 0; level < depth; level += 1) value = [value];
  return value;
}
