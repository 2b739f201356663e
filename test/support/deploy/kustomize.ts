import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { readManifests, type Manifest } from './manifest';

interface Kustomization {
  readonly namespace?: string;
  readonly resources?: readonly string[];
  readonly patches?: readonly { readonly path: string }[];
  readonly images?: readonly { readonly name: string; readonly newName: string; readonly newTag: string }[];
}

const KNOWN = ['apiVersion', 'kind', 'namespace', 'resources', 'patches', 'images'];
const CLUSTER_KINDS = ['Namespace'];
/** Lists of these names are merged by the given member of their elements. Kustomize knows more, so others are refused. */
const MERGE_KEYS: Readonly<Record<string, string>> = {
  containers: 'name',
  env: 'name',
  volumes: 'name',
  volumeMounts: 'mountPath',
};

/** What `kustomize build` makes of a directory, for the part of kustomize that ours use; anything else is refused. */
export function kustomize(directory: string): Manifest[] {
  const kustomization = parse(readFileSync(join(directory, 'kustomization.yaml'), 'utf8')) as Kustomization;
  const unknown = Object.keys(kustomization).filter((member) => !KNOWN.includes(member));
  if (unknown.length > 0) throw new Error(`${directory}: ${unknown.join()} is not known here`);
  const patches = (kustomization.patches ?? []).flatMap(({ path }) => readManifests(join(directory, path)));
  const resources = (kustomization.resources ?? []).flatMap((name) => {
    const path = join(directory, name);
    return existsSync(join(path, 'kustomization.yaml')) ? kustomize(path) : readManifests(path);
  });
  for (const { kind, metadata } of patches) {
    const targets = resources.filter((resource) => resource.kind === kind && resource.metadata.name === metadata.name);
    if (targets.length !== 1) throw new Error(`${directory}: the patch of ${kind} ${metadata.name} has no target`);
  }
  return resources
    .map((resource) =>
      patches
        .filter(({ kind, metadata }) => kind === resource.kind && metadata.name === resource.metadata.name)
        .reduce<unknown>((merged, patch) => merge(merged, patch), resource),
    )
    .map((resource) => withImages(resource, kustomization.images ?? []) as Manifest)
    .map((resource) => withNamespace(resource, kustomization.namespace));
}

/** A strategic merge: null removes a member. */
function merge(base: unknown, patch: unknown, name = ''): unknown {
  const key = MERGE_KEYS[name];
  if (Array.isArray(base) && Array.isArray(patch) && key !== undefined) {
    const keyOf = (element: unknown): unknown => (element as Record<string, unknown>)[key];
    const added = patch.filter((element) => !base.some((known) => keyOf(known) === keyOf(element)));
    const merged = base.map((element: unknown) => {
      const change = (patch as unknown[]).find((one) => keyOf(one) === keyOf(element));
      return change === undefined ? element : merge(element, change);
    });
    // As kustomize orders them: what a patch adds comes first.
    return [...(added as unknown[]), ...merged];
  }
  if (Array.isArray(patch)) throw new Error(`a patch changes the list ${name}, whose merge key is not known here`);
  if (!isObject(base) || !isObject(patch)) return patch;
  const changed = Object.entries(patch)
    .filter(([, value]) => value !== null)
    .map(([member, value]) => [member, member in base ? merge(base[member], value, member) : value]);
  const kept = Object.entries(base).filter(([member]) => !(member in patch));
  return Object.fromEntries([...kept, ...changed]);
}

function withImages(value: unknown, images: NonNullable<Kustomization['images']>): unknown {
  if (Array.isArray(value)) return value.map((element) => withImages(element, images));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => {
      const image = images.find(
        (one) => name === 'image' && typeof member === 'string' && member.split(':')[0] === one.name,
      );
      return [name, image === undefined ? withImages(member, images) : `${image.newName}:${image.newTag}`];
    }),
  );
}

function withNamespace(resource: Manifest, namespace: string | undefined): Manifest {
  if (namespace === undefined || CLUSTER_KINDS.includes(resource.kind)) return resource;
  return { ...resource, metadata: { ...resource.metadata, namespace } };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
