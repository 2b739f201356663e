import fc from 'fast-check';
import { API_PREFIX } from '../../../src/http/request-target';
import { shapeFaults } from '../../support/schemas';
import { textCorpus } from '../corpus';
import { publishFixtures, KNOWN_IDS } from '../fixtures';
import { FuzzedRegistry } from '../fuzzed-registry';
import type { Answer } from '../http-caller';
import { mutatedText } from '../mutate-text';
import { demand, type FuzzTarget } from '../target';

const VERSION = 'looked-at/1.0.0';
const PATHS = [
  ...[
    '/publications',
    '/templates',
    '/keys',
    '/healthz',
    '/readyz',
    '/metrics',
    '/openapi.json',
    '/packages/looked-at',
  ],
  ...['', '/lock', '/receipt', '/download'].map((end) => `/packages/${VERSION}${end}`),
  ...['/packages/yanked/1.0.0/lock', '/packages/taken-down/1.0.0', '/packages/looked-at/compare/1.0.0/1.1.0'],
  ...['/templates/looked-at', `/templates/${VERSION}`, `/templates/${VERSION}/download`],
].map((path) => API_PREFIX + path);
const PAGES = [
  ...['/', '/registry', '/registry/packages', '/registry/templates', '/registry/keys', '/registry/docs', '/nothing'],
  ...KNOWN_IDS.map((id) => `/registry/packages/${encodeURIComponent(id)}`),
  ...[`/registry/packages/${VERSION}`, `/registry/templates/${VERSION}`, '/.well-known/security.txt'],
  ...['/registry/packages/looked-at/compare/1.0.0/1.1.0', '/registry/feed.atom'],
];
/** Others are no HTTP: the parser refuses them before anybody knows the method, which raw-http tests ask. */
const NOT_SENT = /[^\x21-\x7e]/gu;
const NOT_IN_HEADER = /[^\t\x20-\x7e\x80-\xff]/g;

const queries = mutatedText(textCorpus('queries'), [
  '&',
  '=',
  'q=',
  'sort=',
  'limit=',
  'cursor=',
  '%00',
  '%ff',
  '<script>alert(7)</script>',
]);
const header = mutatedText(textCorpus('headers'), [', ', ';q=', '"', 'W/"', 'bytes=', '*', '-']).map(
  (line): [string, string] => {
    const colon = line.indexOf(':');
    const name = line.slice(0, Math.max(colon, 0)).replace(/[^A-Za-z0-9-]/g, '') || 'X-Other';
    return [
      name,
      line
        .slice(colon + 1)
        .replace(NOT_IN_HEADER, '')
        .trim()
        .slice(0, 4000),
    ];
  },
);
/** These say where a request ends: with them two ends disagree, which RawHttp tests ask (docs/fuzzing.md). */
const FRAMING =
  /^(?:content-length|transfer-encoding|connection|upgrade|expect|host|trailer|te|keep-alive|proxy-connection)$/i;

const reading = fc.record({
  method: fc.constantFrom('GET', 'GET', 'GET', 'HEAD', 'OPTIONS', 'DELETE'),
  path: fc.oneof(
    { arbitrary: fc.constantFrom(...PATHS, ...PAGES), weight: 6 },
    { arbitrary: mutatedText([...PATHS, ...PAGES], ['/', '%2f', '%5c', '..', '//', '%', ';', '%e0%80%80']), weight: 2 },
  ),
  query: fc.option(queries, { nil: undefined }),
  headers: fc.array(header, { maxLength: 3 }),
  repeatsEtag: fc.boolean(),
});

export const readHttpTarget: FuzzTarget = {
  name: 'read-http',
  promise:
    'any query, cursor, path or conditional header is answered below 500, in one error shape, and reflects no markup',
  share: 30_000,
  batch: 200,
  start: async () => {
    const registry = await FuzzedRegistry.start();
    await publishFixtures(registry);
    const etags = new Map<string, string>();
    const property = fc.asyncProperty(reading, async ({ method, path, query, headers, repeatsEtag }) => {
      const asked = `/${path.replace(/^\/+/, '')}${query === undefined ? '' : `?${query}`}`;
      const target = asked.toWellFormed().replace(NOT_SENT, encodeURIComponent);
      const known = repeatsEtag ? etags.get(path) : undefined;
      const sent = {
        ...Object.fromEntries(headers.filter(([name]) => !FRAMING.test(name))),
        ...(known === undefined ? {} : { 'If-None-Match': known }),
      };
      const answer = await registry.caller.send({ method, target: target.slice(0, 6000), headers: sent });
      demandAnswer(method, target, answer);
      if (answer.status === 200 && answer.headers.etag !== undefined) etags.set(path, answer.headers.etag);
    });
    return {
      property,
      afterBatch: async () => {
        const faults = await registry.faults();
        demand(faults.length === 0, 'the store', faults);
      },
      memory: () => registry.memory(),
      stop: () => registry.stop(),
    };
  },
};

function demandAnswer(method: string, target: string, { status, headers, text, body }: Answer): void {
  demand(status >= 200 && status < 500, 'the status', [status, text.slice(0, 500)]);
  demand(status !== 206, 'a range was answered');
  if (method === 'HEAD' || status === 304 || status === 204)
    demand(text === '', `a body with ${method} ${status}`, text.slice(0, 200));
  if (text === '') return;
  const type = headers['content-type'] ?? '';
  if (type.includes('json')) demand(body !== undefined, 'the body is not JSON', text.slice(0, 200));
  const isProblem = status >= 400 && !type.startsWith('text/html');
  if (isProblem) {
    const faults = shapeFaults('problem', body);
    demand(faults.length === 0, `the problem of ${target}`, faults);
  }
  if (type.startsWith('text/html')) demand(!text.includes('<script>alert'), 'the page reflects markup');
  demand(!/\n\s+at .*(?:node:internal|node_modules|\.ts:\d)/.test(text), 'a stack trace', text.slice(0, 500));
}
