import type { Load } from './load';

const API = '/registry-api/v1';

/** One row of the report. */
export interface Route {
  readonly name: string;
  /** Relative to the Registry's origin. */
  readonly path: string;
  readonly script?: Load['script'];
  readonly args?: Load['args'];
  /** At least this share of the ceiling for an answer of the same size; none: no goal of its own. */
  readonly goal?: number;
  /** Publishing has no ceiling: a prepared answer receives nothing. */
  readonly hasCeiling: boolean;
}

export interface Published {
  readonly label: string;
  readonly id: string;
  readonly version: string;
}

/** Routes over what was published; `search` is a term that few versions have. */
export function readRoutes(samples: readonly Published[], template: Published, search: string): readonly Route[] {
  const route = (name: string, path: string, goal?: number): Route => ({ name, path, goal, hasCeiling: true });
  const [first] = samples;
  if (first === undefined) throw new Error('there are no samples');
  return [
    route('healthz', `${API}/healthz`),
    route('keys', `${API}/keys`, 0.7),
    route('receipt', `${pathOf(first)}/receipt`, 0.7),
    route('lock', `${pathOf(first)}/lock`, 0.6),
    ...samples.map((sample, index) => route(`inspect ${sample.label}`, pathOf(sample), index === 0 ? 0.7 : 0.8)),
    ...samples.map((sample, index) =>
      route(`download ${sample.label}`, `${pathOf(sample)}/download`, index === 0 ? 0.55 : 0.8),
    ),
    route('versions of one package', `${API}/packages/${encodeURIComponent(first.id)}`),
    route('search', `${API}/publications?q=${encodeURIComponent(search)}&limit=20`),
    route('list page of 100', `${API}/publications?limit=100`),
    route('templates list', `${API}/templates`),
    route('template download', `${API}/templates/${encodeURIComponent(template.id)}/${template.version}/download`),
    route('package page', `/registry/packages/${encodeURIComponent(first.id)}/${first.version}`),
  ];
}

/** `file` has a request with the version placeholder; every round publishes versions of its own. */
export function publishRoute(label: string, file: string, round: () => number, token: string): Route {
  return {
    name: `publish ${label}`,
    path: `${API}/publications`,
    script: 'publish.lua',
    get args() {
      return [file, String(round()), token];
    },
    hasCeiling: false,
  };
}

function pathOf({ id, version }: Published): string {
  return `${API}/packages/${encodeURIComponent(id)}/${version}`;
}
