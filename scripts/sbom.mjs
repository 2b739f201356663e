// Prints the software bill of materials of what the image installs, as CycloneDX JSON: `npm run --silent sbom`.
// With `--all`, the optional and the development dependencies too. Made by npm from package-lock.json alone; what
// differs from run to run is taken out, so that two runs over one commit give the same bytes.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { URL } from 'node:url';

const read = (file) => JSON.parse(readFileSync(new URL(`../${file}`, import.meta.url), 'utf8'));
const { name, version } = read('package.json');

const bom = JSON.parse(
  execFileSync('npm', ['sbom', '--sbom-format=cyclonedx', '--sbom-type=application', '--package-lock-only'], {
    cwd: new URL('..', import.meta.url),
    encoding: 'utf8',
    maxBuffer: 64 << 20,
    stdio: ['ignore', 'pipe', 'ignore'],
  }),
);

delete bom.serialNumber;
delete bom.metadata.timestamp;
// npm names the component after the directory that holds the checkout.
Object.assign(bom.metadata.component, { name, version });

if (!process.argv.includes('--all')) {
  // npm's own `--omit=dev` also leaves out what a development dependency happens to share with the image.
  const shipped = new Set([bom.metadata.component['bom-ref'], ...shippedPackages()]);
  const isShipped = (ref) => shipped.has(ref);
  bom.components = bom.components.filter((component) => isShipped(component['bom-ref']));
  bom.dependencies = bom.dependencies
    .filter(({ ref }) => isShipped(ref))
    .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter(isShipped) }));
}
const byReference = (key) => (a, b) => (a[key] < b[key] ? -1 : 1);
bom.components.sort(byReference('bom-ref'));
bom.dependencies.sort(byReference('ref'));

console.log(JSON.stringify(bom, null, 2));

/** `name@version` of what `npm ci --omit=dev --omit=optional` installs. */
function shippedPackages() {
  return Object.entries(read('package-lock.json').packages)
    .filter(([path, entry]) => path !== '' && !entry.dev && !entry.optional && !entry.devOptional)
    .map(
      ([path, entry]) => `${path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)}@${entry.version}`,
    );
}
