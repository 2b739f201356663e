// Prints docs/licences.md from package-lock.json: `npm run --silent licences > docs/licences.md`.
import { readFileSync } from 'node:fs';
import { URL } from 'node:url';

/** Packages whose package.json names the licence in a form that npm no longer reads; looked up by hand. */
const BY_HAND = { busboy: 'MIT', streamsearch: 'MIT' };

const lock = JSON.parse(readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8'));

const installed = Object.entries(lock.packages)
  .filter(([path]) => path !== '')
  .map(([path, entry]) => {
    const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
    return { ...entry, name, licence: entry.license ?? BY_HAND[name] ?? 'unknown' };
  });

console.log(`# Licences

What every dependency is licensed under, as its package says. Made by \`npm run --silent licences\`; a test compares this
page with \`package-lock.json\` and refuses a licence that is on no list. The software bill of materials
(\`npm run --silent sbom\`) has the same facts for machines.
${table(
  'In the image',
  installed.filter((entry) => !entry.dev && !entry.optional && !entry.devOptional),
)}${table(
  'Optional',
  installed.filter((entry) => !entry.dev && (entry.optional || entry.devOptional)),
)}${summary(installed.filter((entry) => entry.dev))}`);

function table(title, entries) {
  const rows = entries
    .map(({ name, version, licence }) => `| \`${name}\` | ${version} | ${licence} |`)
    .sort((a, b) => (a < b ? -1 : 1));
  return `\n## ${title}\n\n| package | version | licence |\n| --- | --- | --- |\n${[...new Set(rows)].join('\n')}\n`;
}

/** Development dependencies are not distributed: their licences are counted. */
function summary(entries) {
  const counts = Map.groupBy(entries, ({ licence }) => licence);
  const rows = [...counts].map(([licence, of]) => `| ${licence} | ${of.length} |`).sort();
  return `\n## Development only\n\nNever distributed with the Registry.\n\n| licence | packages |\n| --- | --- |\n${rows.join('\n')}`;
}
