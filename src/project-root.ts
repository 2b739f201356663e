import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The directory with `package.json`, `views/` and `demo/`: the same for sources, a build, an image and a tarball. */
export const PROJECT_ROOT = findUpwards(__dirname);

function findUpwards(dir: string): string {
  if (existsSync(join(dir, 'package.json'))) return dir;
  const parent = dirname(dir);
  if (parent === dir) throw new Error('package.json of anip-registry was not found beside the program');
  return findUpwards(parent);
}
