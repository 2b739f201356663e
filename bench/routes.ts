import { SEARCH_TERM } from './fill';
import type { Load } from './load';
import { pathOf, type Population } from './population';
import { PUBLISH_TOKEN } from './stack';

const API = '/registry-api/v1';
/** Publishes of these sizes are few in a second. */
const SLOW_PUBLISHES = ['350 KB', '690 KB', '1 MiB'];
const SLOW_PUBLISH_SECONDS = 10;

/** One row of the report. */
export interface Route {
  readonly name: string;
  /** Relative to the Registry's origin. */
  readonly path: string;
  readonly method?: Load['method'];
  readonly headers?: Load['headers'];
  readonly script?: Load['script'];
  readonly args?: Load['args'];
  /** Of every answer; 200 when there is none. */
  readonly status?: number;
  /** At least this share of the ceiling; none: no goal of its own. */
  readonly goal?: number;
  /**
   * `answer`: a bare handler that answers a prepared buffer of the size that travels. `receive`: one that parses and
   * serialises the JSON that it is sent.
   */
  readonly ceiling: 'answer' | 'receive';
  /** At least, where few requests are answered in a second. */
  readonly minSeconds?: number;
  /** The store that it is asked of: 13 versions, or those and the many of `--versions`. */
  readonly store: 'small' | 'large';
}

/** Every route of the report; `round` gives each load versions of its own to publish. */
export function routesOf(population: Population, round: () => number): readonly Route[] {
  const [first] = population.samples;
  if (first === undefined) throw new Error('there are no samples');
  const { unchanged, template } = population;
  const templatePath = `${API}/templates/${encodeURIComponent(template.id)}/${template.version}`;
  return [
    { ...read('list of 13 versions', `${API}/publications`), store: 'small' },
    read('healthz', `${API}/healthz`),
    read('keys', `${API}/keys`, 0.7),
    read('receipt', `${pathOf(first)}/receipt`, 0.7),
    read('lock', `${pathOf(first)}/lock`, 0.6),
    ...population.samples.map((sample) =>
      read(`inspect ${sample.label}`, pathOf(sample), sample === first ? 0.7 : 0.8),
    ),
    {
      ...read('inspect 36 KB, If-None-Match', pathOf(unchanged)),
      headers: { 'If-None-Match': unchanged.etag },
      status: 304,
    },
    { ...read('inspect 36 KB, HEAD', pathOf(first)), method: 'HEAD' },
    ...population.samples
      .filter(({ label }) => label !== '500 KB')
      .map((sample) => ({
        ...read(`inspect ${sample.label}, gzip`, pathOf(sample)),
        headers: { 'Accept-Encoding': 'gzip' },
      })),
    ...population.samples.map((sample) =>
      read(`download ${sample.label}`, `${pathOf(sample)}/download`, sample === first ? 0.55 : 0.8),
    ),
    read('versions of one package', `${API}/packages/${encodeURIComponent(first.id)}`),
    read('search', `${API}/publications?q=${encodeURIComponent(SEARCH_TERM)}&limit=20`),
    read('list page of 100', `${API}/publications?limit=100`),
    read('templates list', `${API}/templates`),
    read('template download', `${templatePath}/download`),
    read('package page', `/registry/packages/${encodeURIComponent(first.id)}/${first.version}`),
    ...Object.entries(population.publishFiles).map(([label, file]) => publish(label, file, round)),
  ];
}

function read(name: string, path: string, goal?: number): Route {
  return { name, path, goal, ceiling: 'answer', store: 'large' };
}

function publish(label: string, file: string, round: () => number): Route {
  return {
    name: `publish ${label}`,
    path: `${API}/publications`,
    script: 'publish.lua',
    get args() {
      return [file, String(round()), PUBLISH_TOKEN];
    },
    ceiling: 'receive',
    minSeconds: SLOW_PUBLISHES.includes(label) ? SLOW_PUBLISH_SECONDS : undefined,
    store: 'large',
  };
}
