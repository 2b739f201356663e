import fc from 'fast-check';
import { refuseHits } from '../../../src/core/hygiene/refuse-hits';
import { MAX_COUNTED_HITS, MAX_LISTED_HITS } from '../../../src/core/hygiene/hygiene-report';
import { findsSecrets } from '../../../src/core/hygiene/rules';
import { scanDocuments } from '../../../src/core/hygiene/scan-documents';
import type { JsonValue } from '../../../src/core/json/json-value';
import { loadCorpus } from '../../hygiene/corpus';
import { refusalOf } from '../../support/refusal';
import { mutatedJson } from '../mutate-json';
import { mutatedText, pumpedText } from '../mutate-text';
import { demand, pureTarget } from '../target';

const corpus = loadCorpus();
const planted = corpus.filter(({ rule, isPlanted }) => isPlanted && findsSecrets(rule));
const TEXTS = corpus.flatMap(({ document }) => (typeof document === 'string' ? [document] : []));
const DICTIONARY = [
  ...[
    '://',
    'http://',
    '//',
    '@',
    ':',
    '=',
    'password=',
    'token: "',
    'Authorization: Bearer ',
    '-----BEGIN ',
    '-----',
    'eyJ',
  ],
  ...[
    'AKIA',
    'ghp_',
    'sk-',
    'xox',
    '/home/',
    'C:\\Users\\',
    'file://',
    'data:',
    ';base64,',
    'localhost',
    '[::1]',
    '10.0.0.1',
  ],
  ...['postgres://', 'Server=', 'Password=', '#sha256:', 'hooks.slack.com', '%40', '\\u0040', '0x7f000001'],
];
/** Shorter pieces of a random value also turn up by chance. */
const WINDOW = 7;

/** A planted secret with other text around it, and what of it may be shown nowhere. */
const around = fc.record({
  base: fc.constantFrom(...planted),
  before: mutatedText(TEXTS, DICTIONARY),
  after: mutatedText(TEXTS, DICTIONARY),
  glue: fc.constantFrom('\n', ' ', '', '"', ';', '\u0000'),
});
const free = fc.oneof(
  { arbitrary: mutatedJson(corpus.map(({ document }) => document)), weight: 40 },
  { arbitrary: mutatedText(TEXTS, DICTIONARY), weight: 40 },
  { arbitrary: pumpedText(DICTIONARY, 100_000), weight: 1 },
);

export const hygieneTarget = pureTarget({
  name: 'hygiene',
  promise: 'any document is scanned without a fault in bounded time, and no hit shows a piece of a planted secret',
  share: 60_000,
  batch: 500,
  cases: fc.oneof(
    { arbitrary: free.map((document): Case => ({ document, madeUp: [] })), weight: 3 },
    {
      arbitrary: around.map(({ base, before, after, glue }): Case => {
        const text = typeof base.document === 'string' ? `${before}${glue}${base.document}${glue}${after}` : before;
        return { document: [text, base.document], madeUp: base.madeUp };
      }),
      weight: 2,
    },
  ),
  check: ({ document, madeUp }) => {
    const report = scanDocuments([
      { pointer: '/manifest', value: document },
      { pointer: '/readme', value: document },
    ]);
    demand(report.hits.length <= MAX_LISTED_HITS && report.total <= MAX_COUNTED_HITS, 'more hits than are bounded');
    demand(report.hits.length > 0 === report.total > 0, 'hits and their number', report.total);
    const error = refusalOf(() => refuseHits(report));
    demand((error === undefined) === (report.total === 0), 'hits that are no refusal', report.total);
    const shown = JSON.stringify([report.hits, error?.message, error?.details]);
    for (const piece of madeUp.flatMap(piecesOf))
      demand(!shown.includes(piece), 'a hit shows a secret', [piece, shown]);
  },
});

interface Case {
  readonly document: JsonValue;
  readonly madeUp: readonly string[];
}

/** Without what everybody may see: the issuer's prefix, the longest of which is that of age keys, and armor lines. */
function piecesOf(secret: string): string[] {
  const bare = secret.replaceAll(/-----[^\n]*-----|\n/g, '');
  const tail = bare.slice(Math.min(16, bare.length / 2));
  return Array.from({ length: Math.max(0, tail.length - WINDOW + 1) }, (_, at) => tail.slice(at, at + WINDOW));
}
