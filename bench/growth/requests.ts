import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Load } from '../load';
import { pathOf } from '../population';
import { sampleOf, VERSION_PLACEHOLDER } from '../samples';
import { PUBLISH_TOKEN } from '../stack';
import type { Landmarks } from './landmarks';
import { SEARCH_LIMIT, SEARCHES } from './searches';

const API = '/registry-api/v1';
const PUBLISH_BYTES = 53_000;

/** A row of the report: a load, without what all loads have in common. */
export interface GrowthRequest {
  readonly name: string;
  readonly path: string;
  readonly script?: Load['script'];
  readonly args?: (round: number) => NonNullable<Load['args']>;
}

/** Twenty publications of one package, read by its key: what a search of twenty is compared with. */
export const BY_KEY = '20 by key';
export const LIST_PAGE = 'list page of 100';
export const SEARCH_PREFIX = 'search: ';

/** `workDir` is for the files that scripts of wrk read. */
export async function growthRequests(landmarks: Landmarks, workDir: string): Promise<readonly GrowthRequest[]> {
  const paths = join(workDir, 'growth-paths');
  await writeFile(paths, landmarks.versions.map(pathOf).join('\n'));
  const body = join(workDir, 'growth-publish.json');
  await writeFile(body, JSON.stringify(sampleOf('growth', PUBLISH_BYTES, VERSION_PLACEHOLDER).request));
  return [
    { name: BY_KEY, path: `${API}/packages/${encodeURIComponent(landmarks.twentyVersions)}` },
    { name: 'inspect', path: '/', script: 'mixed.lua', args: () => [paths] },
    { name: LIST_PAGE, path: `${API}/publications?limit=100` },
    { name: 'list page of 100, middle', path: `${API}/publications?limit=100&cursor=${landmarks.middleCursor}` },
    { name: 'templates list', path: `${API}/templates?limit=100` },
    ...Object.entries(SEARCHES).map(([name, search]) => ({
      name: `${SEARCH_PREFIX}${name}`,
      path: `${API}/publications?${new URLSearchParams({ ...search, limit: String(SEARCH_LIMIT) }).toString()}`,
    })),
    {
      name: 'publish 53 KB',
      path: `${API}/publications`,
      script: 'publish.lua',
      args: (round) => [body, String(round + 1), PUBLISH_TOKEN],
    },
  ];
}
