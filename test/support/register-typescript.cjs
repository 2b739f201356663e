/* eslint-disable @typescript-eslint/no-require-imports -- node --require takes no ES module */
/**
 * For scripts that a test starts as processes of their own: `node --require test/support/register-typescript.cjs x.ts`
 * runs TypeScript with the settings of the jest transform. Hundreds of processes start in a run of the tests: what was
 * transformed and compiled is kept below node_modules/.cache, under the digest of what it was made from.
 */
const { createHash } = require('node:crypto');
const { mkdirSync, readFileSync, renameSync, writeFileSync } = require('node:fs');
const { enableCompileCache, registerHooks } = require('node:module');
const { join } = require('node:path');
const { version } = require('@swc/core/package.json');
const { projects } = require('../../jest.config.cjs');

const CACHE = join(__dirname, '../../node_modules/.cache/anip-registry-tests');
const [, options] = Object.values(projects[0].transform)[0];
const SETTINGS = JSON.stringify([version, options]);

enableCompileCache(join(CACHE, 'compiled'));
mkdirSync(join(CACHE, 'transformed'), { recursive: true });

// What is loaded by import() is named as in the build; the sources have it without `.js`, as for every other import.
registerHooks({
  resolve: (specifier, context, next) =>
    next(/^\.{1,2}\/.*\.js$/.test(specifier) && isOurs(context) ? specifier.slice(0, -3) : specifier, context),
});

require.extensions['.ts'] = (module, file) => {
  module._compile(transformed(file), file);
};

function isOurs({ parentURL }) {
  return parentURL !== undefined && parentURL.endsWith('.ts');
}

function transformed(file) {
  const source = readFileSync(file, 'utf8');
  // The path is part of the source map.
  const digest = createHash('sha256').update(SETTINGS).update(`\0${file}\0`).update(source).digest('hex');
  const cached = join(CACHE, 'transformed', `${digest}.js`);
  const kept = readIfThere(cached);
  if (kept !== undefined) return kept;
  // Loaded when it is needed: the compiler is most of the start of a small command.
  const { code } = require('@swc/core').transformSync(source, { ...options, swcrc: false, filename: file });
  // Another process may be at the same file: what is under its name is always whole.
  const unfinished = `${cached}.${process.pid}`;
  writeFileSync(unfinished, code);
  renameSync(unfinished, cached);
  return code;
}

function readIfThere(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}
