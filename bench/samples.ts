import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonObject } from '../src/core/json/json-value';
import { samplePackage } from '../test/support/demo-requests';
import { vectorsDir } from '../test/support/vectors';

/** Stands for the version in a request that is published many times. */
export const VERSION_PLACEHOLDER = '0.0.424242';
const MAX_CAPABILITIES = 256;
const PARAGRAPH = 'The library lends, renews and takes back; every step is described so that an agent can act on it.';

export interface Sample {
  readonly label: string;
  /** `package_id`, and a version that is the placeholder or a real one. */
  readonly id: string;
  readonly version: string;
  readonly request: JsonObject;
}

/**
 * A package whose request has about `bytes` bytes: the nearest of the shared vectors that were accepted, where they
 * are within a tenth; else the project's own sample, made larger with capabilities and prose.
 */
export function sampleOf(label: string, bytes: number, version: string): Sample {
  const id = `bench/${label.replaceAll(' ', '-').toLowerCase()}`;
  const request = vectorOf(bytes) ?? grownSample(bytes);
  return { label, id, version, request: renamed(request, id, version) };
}

function vectorOf(bytes: number): JsonObject | undefined {
  const dir = vectorsDir();
  if (dir === undefined) return undefined;
  const packages = join(dir, 'packages');
  const accepted = readdirSync(packages)
    .map(
      (file) => JSON.parse(readFileSync(join(packages, file), 'utf8')) as { request: JsonObject; expect: JsonObject },
    )
    .filter(({ expect }) => expect.status === 201)
    .map(({ request }) => request)
    .filter((request) => Math.abs(sizeOf(request) / bytes - 1) < 0.1);
  return accepted.sort((a, b) => Math.abs(sizeOf(a) - bytes) - Math.abs(sizeOf(b) - bytes))[0];
}

function grownSample(bytes: number): JsonObject {
  const base = withCapabilities(1);
  const perCapability = sizeOf(withCapabilities(2)) - sizeOf(base);
  const count = Math.max(1, Math.min(MAX_CAPABILITIES, Math.floor((bytes - sizeOf(base)) / perCapability)));
  const grown = withCapabilities(count);
  const missing = Math.max(0, bytes - sizeOf(grown));
  const appendix = Array.from({ length: Math.ceil(missing / PARAGRAPH.length) }, () => PARAGRAPH);
  return { ...grown, manifest: { ...(grown.manifest as JsonObject), appendix } };
}

function withCapabilities(count: number): JsonObject {
  const sample = samplePackage() as JsonObject;
  const definition = sample.service_definition as JsonObject;
  const manifest = sample.manifest as JsonObject;
  const [first] = definition.capability_formalizations as readonly JsonObject[];
  const consumability = manifest.agent_consumability as JsonObject;
  const [hints] = Object.values(consumability.capabilities as JsonObject);
  const ids = Array.from({ length: count }, (_, index) => `library.shelf.search_${index + 1}`);
  return {
    ...sample,
    service_definition: {
      ...definition,
      capability_formalizations: ids.map((id) => ({ ...first, id: `cap-${id}`, capability_id: id })),
    },
    manifest: {
      ...manifest,
      capability_count: count,
      agent_consumability: {
        ...consumability,
        capabilities: Object.fromEntries(ids.map((id) => [id, hints ?? {}])),
      },
    },
  };
}

/** The same package under another name; what repeats the name inside is free text and stays. */
function renamed(request: JsonObject, id: string, version: string): JsonObject {
  const manifest = request.manifest as JsonObject;
  const names = { package_id: id, package_version: version };
  const repeated = Object.fromEntries(Object.entries({ ...names, version }).filter(([name]) => name in manifest));
  return { ...request, ...names, manifest: { ...manifest, ...repeated } };
}

function sizeOf(request: JsonObject): number {
  return Buffer.byteLength(JSON.stringify(request));
}
