import fc from 'fast-check';
import { publishableJson } from '../../../test/support/arbitraries';
import type { JsonValue } from '../json/json-value';
import { refusalOf } from '../../../test/support/refusal';
import { describeHit, refuseHits, refuseSecrets } from './refuse-hits';
import { MAX_COUNTED_HITS, MAX_LISTED_HITS } from './hygiene-report';
import { scanDocuments } from './scan-documents';

const PRIVATE = 'http://10.0.0.1/';

function scan(value: JsonValue): ReturnType<typeof scanDocuments> {
  return scanDocuments([{ pointer: '/manifest', value }]);
}

function places(value: JsonValue): string[] {
  return scan(value).hits.map(({ rule, pointer }) => `${rule} ${pointer}`);
}

describe('scanDocuments', () => {
  it('names every place by its pointer from the root of the request, in the order of the document', () => {
    const document = {
      a: PRIVATE,
      'b/c': [{ '~': PRIVATE }, 'x', [PRIVATE]],
      d: { e: PRIVATE },
      f: null,
      g: 1,
      h: PRIVATE,
    };
    expect(new Set(places(document))).toEqual(
      new Set(['/a', '/b~1c/0/~0', '/b~1c/2/0', '/d/e', '/h'].map((at) => `private-url /manifest${at}`)),
    );
  });

  it('counts the lines of a text', () => {
    const [hit] = scan({ readme: `# One\n\ntwo\n${PRIVATE}\n` }).hits;
    expect(hit).toMatchObject({ pointer: '/manifest/readme', line: 4, excerpt: 'http://10.0.0.1' });
    expect(scan({ readme: PRIVATE }).hits[0]).not.toHaveProperty('line');
  });

  it('looks at member names too, and masks them in every pointer', () => {
    expect(places({ 'C:\\Users\\ada': { url: PRIVATE } })).toEqual([
      'local-path /manifest',
      'private-url /manifest/…/url',
    ]);
  });

  it('is told by the names above a value what it holds', () => {
    const long = 'A line of the log, many times over. '.repeat(500);
    expect(places({ notes: { log: long }, evidence: { run: { log: [long] } } })).toEqual([
      'evidence-blob /manifest/evidence/run/log/0',
    ]);
    expect(places({ bundles: [{ url: 'https://example.com/x' }], url: 'https://example.com/x' })).toEqual([
      'mutable-bundle-ref /manifest/bundles/0/url',
    ]);
  });

  it('gives one hit for a secret that several rules would see', () => {
    const key = ['AKIA', 'Q3EGRTQZJ6WY5XKD'].join('');
    expect(places({ access_key: key, text: `access_key=${key}` })).toEqual([
      'aws-key /manifest/access_key',
      'aws-key /manifest/text',
    ]);
  });

  it('measures an embedded file by itself, not by the text around it', () => {
    const image = (length: number): string => `![x](data:image/png;base64,${'iVBORw0K'.repeat(length / 8)})`;
    const prose = ' Read the shelves first, then lend.'.repeat(300);
    expect(places({ readme: image(800) + prose + image(1600) })).toEqual([]);
    expect(places({ readme: image(800) + prose + image(8000) + prose })).toEqual(['evidence-blob /manifest/readme']);
  });

  it.each([
    ['https://user:Pa55word.local@example.com/', 'Pa55word'],
    ['postgres://app:hunter2x.internal@db.example.com/x', 'hunter2x'],
    ['https://2130706433@example.com/', '2130706433'],
    ['https://ci:gh7/k2Lm@dl.example.com/latest/app.tgz', 'gh7'],
  ])('shows nothing of the user info of %s', (url, secret) => {
    const { hits } = scan({ link: url });
    expect(JSON.stringify(hits)).not.toContain(secret);
    expect(hits.length).toBeGreaterThan(0);
  });

  it('leaves code alone that reads a secret from where it is kept', () => {
    const readme = 'apiKey: process.env.WEATHER_API_KEY_V2\npassword: settings.smtp.passwordV2\n';
    expect(places({ readme, config: { client_secret: 'config.oauth.clientSecretV2x9' } })).toEqual([]);
  });

  it('lists some hits and counts the others, up to a bound', () => {
    const report = scan(Array.from({ length: 60 }, () => PRIVATE));
    expect([report.hits.length, report.total]).toEqual([MAX_LISTED_HITS, 60]);
    expect(scan(Array.from({ length: 5000 }, () => PRIVATE)).total).toBe(MAX_COUNTED_HITS);
    expect(scan({ text: `${PRIVATE} `.repeat(5000) }).total).toBe(MAX_COUNTED_HITS);
  });

  it('takes any JSON value, however deep, and never throws', () => {
    let deep: JsonValue = PRIVATE;
    for (let level = 0; level < 10_000; level += 1) deep = level % 2 === 0 ? [deep] : { a: deep };
    expect(scan(deep).total).toBe(1);
    expect(scan(deep).hits[0]?.pointer.length).toBeLessThan(600);
    fc.assert(
      fc.property(publishableJson, (value) => scan(value).total >= 0),
      { numRuns: 500 },
    );
  });

  it('finds what is planted in any text that does not run into it', () => {
    const text = fc.string({ unit: 'binary', maxLength: 40 });
    fc.assert(
      fc.property(text, text, (before, after) => {
        expect(places([`${before}\n${PRIVATE}\n${after}`])).toContain('private-url /manifest/0');
      }),
      { numRuns: 500 },
    );
  });
});

describe('the refusal', () => {
  it('names all hits at once, each with what to do', () => {
    const error = refusalOf(() => refuseHits(scan({ a: PRIVATE, b: '/home/ada/x', readme: `\n${PRIVATE}` })));
    expect(error?.code).toBe('HYGIENE_VIOLATION');
    expect(error?.message).toBe(
      '3 places must not be published: private-url at /manifest/a (http://10.0.0.1); ' +
        'local-path at /manifest/b (/home/…); private-url at /manifest/readme line 2 (http://10.0.0.1). See docs/hygiene.md',
    );
    expect(error?.details).toMatchObject({ pointer: '/manifest/a', rule: 'private-url', total: 3 });
    expect(error?.details.hits).toHaveLength(3);
  });

  it('keeps its message short', () => {
    const report = scan(Array.from({ length: 60 }, () => PRIVATE));
    expect(refusalOf(() => refuseHits(report))?.message).toMatch(/^60 places .*; and 55 more\. See/);
    expect(report.hits.map(describeHit)[0]).toBe('private-url at /manifest/0 (http://10.0.0.1)');
  });

  it('comes early for secrets only', () => {
    expect(refusalOf(() => refuseSecrets(scan({ a: PRIVATE })))).toBeUndefined();
    const both = scan({ a: PRIVATE, dsn: ['postgres://app:', 'w7Rk2mQzX9', '@db.example.com/x'].join('') });
    expect(refusalOf(() => refuseSecrets(both))?.details.hits).toHaveLength(2);
    expect(refusalOf(() => refuseHits(scan({ a: 'nothing' })))).toBeUndefined();
  });
});
