import fc from 'fast-check';
import { API_PREFIX } from '../../src/http/request-target';
import { sampleTemplate } from '../support/sample-template';
import { samplePackage } from '../support/demo-requests';
import type { DocumentedOperation, OpenApi, Route } from '../support/openapi-document';
import type { JsonValue } from '../../src/core/json/json-value';
import { KNOWN_IDS, KNOWN_VERSIONS } from './fixtures';
import { ADMIN_TOKEN, PUBLISH_TOKEN } from './fuzzed-registry';
import type { Call } from './http-caller';
import { mutatedJson } from './mutate-json';
import { mutatedText } from './mutate-text';
import { bodyOf } from './publish-case';
import { valuesOf } from './schema-arbitrary';

/** A call of a documented operation, valid or not. */
export interface MadeUpCall {
  readonly operation: DocumentedOperation;
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;
  /** A document, which is published under a new version each time, or bytes, or only how many would follow. */
  readonly body:
    { readonly document: JsonValue } | { readonly bytes: Buffer } | { readonly announcedBytes: number } | undefined;
  readonly token: string | undefined;
  readonly repeatsEtag: boolean;
  /** True for what no generated client would send: only then an answer of the default kind is right. */
  readonly isOdd: boolean;
}

interface State {
  readonly run: number;
  readonly etags: ReadonlyMap<string, string>;
}

const LARGE = 5_242_881;
/** Sent as it is, so that the store has it already. */
const EXISTING: readonly JsonValue[] = [
  samplePackage({ package_id: 'looked-at' }) as JsonValue,
  sampleTemplate('looked-at') as JsonValue,
];
/** What only this operation may change. */
const PATCHED = ['patched', 'unknown'];

/** Calls of every operation, as often as of any other. */
export function callsOf(openApi: OpenApi): fc.Arbitrary<MadeUpCall> {
  return fc.oneof(...openApi.routes().map((route) => callsOfRoute(openApi, route)));
}

export function callOf(made: MadeUpCall, { run, etags }: State): Call {
  const query = Object.entries(made.query).map(
    ([name, value]) => `${name}=${encodeURIComponent(String(value).toWellFormed())}`,
  );
  const target = `${API_PREFIX}${made.path}${query.length === 0 ? '' : `?${query.join('&')}`}`;
  const etag = made.repeatsEtag ? etags.get(target) : undefined;
  const body = bytesOf(made, run);
  const announced = made.body !== undefined && 'announcedBytes' in made.body ? made.body : {};
  return {
    method: made.method.toUpperCase(),
    target,
    headers: {
      ...made.headers,
      ...(made.body === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...(made.token === undefined ? {} : { Authorization: `Bearer ${made.token}` }),
      ...(etag === undefined ? {} : { 'If-None-Match': etag }),
    },
    ...(body === undefined ? {} : { body }),
    ...announced,
  };
}

function bytesOf({ body, operation }: MadeUpCall, run: number): Buffer | undefined {
  if (body === undefined || 'announcedBytes' in body) return undefined;
  if ('bytes' in body) return body.bytes;
  const { document } = body;
  const kind = operation.operationId === 'publishTemplate' ? 'template' : 'package';
  return EXISTING.includes(document) ? Buffer.from(JSON.stringify(document), 'utf8') : bodyOf({ kind, document }, run);
}

function callsOfRoute(openApi: OpenApi, { method, path, operation }: Route): fc.Arbitrary<MadeUpCall> {
  const named = (where: string): DocumentedOperation['parameters'] =>
    operation.parameters.filter((one) => one.in === where);
  const isPatch = method === 'patch';
  const pathValues = named('path').map(({ name, schema }) => segmentsOf(openApi, name, schema, isPatch));
  const query = fc.record(
    Object.fromEntries(named('query').map(({ name, schema }) => [name, parameterValues(openApi, schema)])),
    { requiredKeys: [] },
  );
  const headers = fc.record(
    Object.fromEntries(named('header').map(({ name }) => [name, fc.constantFrom('true', 'TRUE', 'false', '1')])),
    { requiredKeys: [] },
  );
  const needs = operation.security === undefined ? undefined : isPatch ? ADMIN_TOKEN : PUBLISH_TOKEN;
  const tokens = fc.oneof(
    { arbitrary: fc.constant(needs), weight: 12 },
    fc.constantFrom(undefined, 'wrong', PUBLISH_TOKEN, ADMIN_TOKEN),
  );
  return fc
    .record({
      values: fc.tuple(...pathValues),
      query,
      headers,
      body: operation.requestBody === undefined ? fc.constant(undefined) : bodiesOf(openApi, operation),
      token: tokens,
      repeatsEtag: fc.boolean(),
    })
    .map(({ values, ...call }) => {
      const names = named('path').map(({ name }) => name);
      const filled = path.replace(/\{(\w+)\}/g, (_, name: string) =>
        encodeURIComponent(values[names.indexOf(name)] ?? ''),
      );
      const isOdd = values.some((value) => /^\.{1,2}$/.test(value) || value.length > 500);
      return {
        ...call,
        operation,
        method,
        path: filled,
        isOdd,
        query: call.query,
        headers: call.headers as Record<string, string>,
      };
    });
}

function segmentsOf(openApi: OpenApi, name: string, schema: object, isPatch: boolean): fc.Arbitrary<string> {
  const known = name.endsWith('Id') ? (isPatch ? PATCHED : [...KNOWN_IDS, 'unknown']) : [...KNOWN_VERSIONS, '9.9.9'];
  const made = fc.oneof(
    valuesOf(schema, openApi.document.components.schemas) as fc.Arbitrary<string>,
    mutatedText(['looked-at', '1.0.0'], ['%', '/', '\\', '..', '\u0000', '@']).map((text) =>
      text.toWellFormed().slice(0, 300),
    ),
  );
  // An empty segment is the path of another operation.
  const named = made.filter((text) => text !== '');
  return fc.oneof({ arbitrary: fc.constantFrom(...known), weight: 8 }, { arbitrary: named, weight: 1 });
}

function parameterValues(openApi: OpenApi, schema: object): fc.Arbitrary<unknown> {
  return fc.oneof(
    { arbitrary: valuesOf(schema, openApi.document.components.schemas), weight: 4 },
    { arbitrary: mutatedText(['true', '1', 'library', 'name']), weight: 1 },
  );
}

function bodiesOf(openApi: OpenApi, operation: DocumentedOperation): fc.Arbitrary<MadeUpCall['body']> {
  const schema = operation.requestBody?.content['application/json']?.schema ?? {};
  const generated = valuesOf(schema, openApi.document.components.schemas) as fc.Arbitrary<JsonValue>;
  const good: JsonValue[] =
    operation.operationId === 'publishPackage'
      ? [samplePackage({ package_id: 'published-now' }) as JsonValue, ...EXISTING.slice(0, 1)]
      : operation.operationId === 'publishTemplate'
        ? [sampleTemplate('published-now') as JsonValue, ...EXISTING.slice(1)]
        : [{ status: 'deprecated', reason: 'there is a better one' }, { status: 'active' }];
  const documents = fc.oneof(fc.constantFrom(...good), generated, mutatedJson(good));
  return fc.oneof(
    { arbitrary: documents.map((document) => ({ document })), weight: 12 },
    {
      arbitrary: mutatedText(['', '{', '[]', 'null', '{"a":1,"a":2}']).map((text) => ({
        bytes: Buffer.from(text, 'utf8'),
      })),
      weight: 2,
    },
    { arbitrary: fc.constant({ announcedBytes: LARGE }), weight: 1 },
  );
}
