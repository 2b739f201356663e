import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..');
const GROUPS = ['dependencies', 'optionalDependencies', 'devDependencies', 'overrides'] as const;
type PackageFile = Record<(typeof GROUPS)[number], Record<string, string>>;

const text = (file: string): string => readFileSync(join(ROOT, file), 'utf8');
const packageFile = JSON.parse(text('package.json')) as PackageFile;

describe('the dependencies', () => {
  it('each have a reason in docs/dependencies.md, and no other has', () => {
    const reasoned = [...text('docs/dependencies.md').matchAll(/^\| `([^`]+)` \| \S/gm)].map(([, name]) => name);
    const declared = GROUPS.flatMap((group) => Object.keys(packageFile[group]));
    expect(reasoned.sort()).toEqual(declared.sort());
  });

  it('are pinned to one version each', () => {
    const ranges = GROUPS.flatMap((group) => Object.entries(packageFile[group])).filter(
      ([, version]) => !/^\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(version),
    );
    expect(ranges).toEqual([]);
  });

  it('name one Node version for development and for the image', () => {
    const [, imageVersion] = /^ARG NODE_VERSION=(.+)$/m.exec(text('Dockerfile')) ?? [];
    expect(imageVersion).toBe(packageFile.devDependencies.node);
    expect(text('.nvmrc').trim()).toBe(imageVersion?.split('.')[0]);
  });

  it('are locked without the address of a registry', () => {
    expect(text('package-lock.json')).not.toMatch(/"resolved": "https?:/);
  });
});
