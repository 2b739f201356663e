import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonObject, JsonValue } from '../../src/core/json/json-value';
import { DEMO_PACKAGES, DEMO_TEMPLATE, demoRequest } from '../support/demo-requests';
import { sampleTemplate } from '../support/sample-template';
import { applyPatch, loadBaseRequest, loadVerdicts, vectorsDir } from '../support/vectors';

/** The seeds of our own, one file per format; what a run found interesting is added there (docs/fuzzing.md). */
export function textCorpus(name: 'json' | 'bundle-refs' | 'markdown' | 'cursors' | 'queries' | 'headers'): string[] {
  return JSON.parse(readFileSync(join(__dirname, 'corpus', `${name}.json`), 'utf8')) as string[];
}

/** Publish requests that are accepted. */
export function packageCorpus(): JsonObject[] {
  return DEMO_PACKAGES.map(demoRequest);
}

/** Publish requests of templates that are accepted, one with an envelope and one that leaves it to the Registry. */
export function templateCorpus(): JsonObject[] {
  return [demoRequest(DEMO_TEMPLATE), sampleTemplate() as JsonObject];
}

/** The mutations of the reference's verdicts, where they are beside the project: each rule at its edge. */
export function verdictCorpus(kind: 'package' | 'template'): JsonValue[] {
  const dir = vectorsDir();
  if (dir === undefined) return [];
  const base = loadBaseRequest(dir, kind);
  const requests = loadVerdicts(dir)[kind].map(({ patch }) => applyPatch(base, patch));
  // A few fill a document up to its limit of megabytes: one of those takes as long as a thousand others.
  return requests.filter((request) => JSON.stringify(request).length < 100_000);
}
