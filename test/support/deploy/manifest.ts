import { readFileSync } from 'node:fs';
import { parseAllDocuments } from 'yaml';

/** One document of a manifest, as far as every kind has it. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec?: unknown;
}

export interface EnvVar {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: { readonly secretKeyRef?: { readonly name: string; readonly key: string } };
}
export interface Probe {
  readonly httpGet: { readonly path: string; readonly port: string };
  readonly periodSeconds: number;
  readonly failureThreshold: number;
}
export interface Container {
  readonly name: string;
  readonly image: string;
  readonly env: readonly EnvVar[];
  readonly ports?: readonly { readonly name: string; readonly containerPort: number }[];
  readonly startupProbe?: Probe;
  readonly livenessProbe?: Probe;
  readonly readinessProbe?: Probe;
  readonly securityContext: unknown;
  readonly resources: { readonly requests: unknown; readonly limits: unknown };
  readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string; readonly readOnly?: boolean }[];
}
export interface PodSpec {
  readonly containers: readonly [Container];
  readonly volumes: readonly {
    readonly name: string;
    readonly secret: { readonly secretName: string; readonly items?: readonly { readonly path: string }[] };
  }[];
  readonly securityContext: unknown;
  readonly automountServiceAccountToken: boolean;
  readonly enableServiceLinks: boolean;
  readonly terminationGracePeriodSeconds?: number;
}
/** The spec of what runs pods: Deployment and Job. */
export interface WorkloadSpec {
  readonly replicas?: number;
  readonly selector?: { readonly matchLabels: Readonly<Record<string, string>> };
  readonly template: { readonly metadata: Manifest['metadata']; readonly spec: PodSpec };
}

/** The documents of a file. Anything that the YAML parser warns of is a fault too. */
export function parseManifests(text: string): Manifest[] {
  return parseAllDocuments(text).flatMap((document) => {
    const [fault] = [...document.errors, ...document.warnings];
    if (fault !== undefined) throw fault;
    const value = document.toJS() as Manifest | null;
    return value === null ? [] : [value];
  });
}

export function readManifests(file: string): Manifest[] {
  return parseManifests(readFileSync(file, 'utf8'));
}

export function find(manifests: readonly Manifest[], kind: string, name = 'anip-registry'): Manifest {
  const found = manifests.find((manifest) => manifest.kind === kind && manifest.metadata.name === name);
  if (found === undefined) throw new Error(`there is no ${kind} ${name}`);
  return found;
}

export function podOf(workload: Manifest): PodSpec {
  return (workload.spec as WorkloadSpec).template.spec;
}

/** Labels that every one of these pods has are found by the selector. */
export function selects(
  matchLabels: Readonly<Record<string, string>>,
  labels: Readonly<Record<string, string>> = {},
): boolean {
  return Object.entries(matchLabels).every(([name, value]) => labels[name] === value);
}
