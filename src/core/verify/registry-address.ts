import { trim, withoutTrailingSlashes } from '../text';

const API_PATH = '/registry-api/v1';

/** True when two addresses of a Registry mean the same one: the API's path, slashes and the host's case do not matter. */
export function isSameRegistry(left: string, right: string): boolean {
  return normalise(left) === normalise(right);
}

function normalise(address: string): string {
  const url = URL.parse(trim(address));
  if (url === null) return trim(address);
  const path = withoutTrailingSlashes(url.pathname);
  return `${url.origin}${path.endsWith(API_PATH) ? path : path + API_PATH}`;
}
