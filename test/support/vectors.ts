import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { JsonValue } from '../../src/core/json/json-value';
import type { PatchOperation } from './json-patch';

export { applyPatch } from './json-patch';

/** One mutation of a base request; the labels `name` and `rule` are the vectors' own. */
export interface VerdictCase {
  readonly name: string;
  readonly patch: readonly PatchOperation[];
  readonly verdict: 'accept' | 'reject';
  readonly rule: string;
}

export interface Verdicts {
  readonly format: string;
  /** File and pointer of the unchanged requests: `packages/….json#/request`. */
  readonly base: { readonly package: string; readonly template: string };
  readonly package: readonly VerdictCase[];
  readonly template: readonly VerdictCase[];
}

const BESIDE_THE_PROJECT = resolve(__dirname, '../../../shared/vectors');

/**
 * Where the answers of the reference implementation are. They are not ours to copy into the repository (their README
 * says which may be), so a checkout alone has none.
 */
export function vectorsDir(): string | undefined {
  const configured = process.env.ANIP_VECTORS_DIR;
  if (configured !== undefined && configured !== '') return resolve(configured);
  return existsSync(BESIDE_THE_PROJECT) ? BESIDE_THE_PROJECT : undefined;
}

/** A suite over the shared vectors; without them it is counted as skipped, and says so. */
export function describeWithVectors(name: string, fn: (dir: string) => void): void {
  const dir = vectorsDir();
  if (dir !== undefined) {
    describe(name, () => fn(dir));
    return;
  }
  const notice = 'skipped: there are no shared vectors beside the project, and ANIP_VECTORS_DIR names none';
  console.warn(`${name} ${notice}`);
  // The one place where a skip is right: what would be tested is not in the repository, and jest must count it.
  // eslint-disable-next-line no-restricted-syntax
  describe.skip(name, () => {
    it(notice, () => undefined);
  });
}

export function loadVector(dir: string, file: string): JsonValue {
  return JSON.parse(readFileSync(join(dir, file), 'utf8')) as JsonValue;
}

export function loadVerdicts(dir: string): Verdicts {
  return loadVector(dir, 'publish-verdicts.json') as unknown as Verdicts;
}

/** The request that the cases of `kind` change. */
export function loadBaseRequest(dir: string, kind: 'package' | 'template'): JsonValue {
  const [file = '', pointer = ''] = loadVerdicts(dir).base[kind].split('#');
  return pointer
    .split('/')
    .slice(1)
    .reduce((value, step) => (value as Readonly<Record<string, JsonValue>>)[step] as JsonValue, loadVector(dir, file));
}
