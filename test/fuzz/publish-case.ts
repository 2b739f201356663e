import fc from 'fast-check';
import type { JsonValue } from '../../src/core/json/json-value';
import { packageCorpus, templateCorpus, verdictCorpus } from './corpus';
import { mutatedJson } from './mutate-json';
import { mutatedBytes } from './mutate-text';

export type Kind = 'package' | 'template';

/** A body for a publish endpoint: a document that is published under a version of its own each time, or bare bytes. */
export interface PublishCase {
  readonly kind: Kind;
  readonly document?: JsonValue;
  readonly bytes?: Buffer;
}

export function publishCases(kind: Kind): fc.Arbitrary<PublishCase> {
  const corpus: JsonValue[] = [...(kind === 'package' ? packageCorpus() : templateCorpus()), ...verdictCorpus(kind)];
  const texts = corpus.map((request) => Buffer.from(JSON.stringify(request), 'utf8'));
  return fc.oneof(
    { arbitrary: mutatedJson(corpus, 4).map((document): PublishCase => ({ kind, document })), weight: 5 },
    { arbitrary: mutatedBytes(texts).map((bytes): PublishCase => ({ kind, bytes })), weight: 1 },
  );
}

/** Where a request says its version; the places of a template must agree. */
const VERSION_PLACES: Readonly<Record<Kind, readonly (readonly string[])[]>> = {
  package: [['package_version']],
  template: [
    ['template_version'],
    ['manifest', 'package_version'],
    ['package', 'package_version'],
    ['package', 'manifest', 'package_version'],
  ],
};

/** The body as it is sent; `run` makes the version a new one, so that a smaller case is tried under fresh conditions. */
export function bodyOf({ kind, document, bytes }: PublishCase, run: number): Buffer {
  if (bytes !== undefined) return bytes;
  const request = structuredClone(document ?? null);
  for (const place of VERSION_PLACES[kind]) addRun(request, place, run);
  return Buffer.from(JSON.stringify(request), 'utf8');
}

function addRun(value: JsonValue, [step = '', ...rest]: readonly string[], run: number): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || !Object.hasOwn(value, step)) return;
  const parent = value as Record<string, JsonValue>;
  const inner = parent[step] ?? null;
  if (rest.length > 0) addRun(inner, rest, run);
  else if (typeof inner === 'string' && /^\d+\.\d+\.\d+$/.test(inner)) parent[step] = `${inner}-f${run}`;
}
