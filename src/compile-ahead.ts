import { readdirSync } from 'node:fs';
import { flushCompileCache, getCompileCacheDir } from 'node:module';
import './main';
import './serve-registry';
// With several workers.
import './cluster/primary';
import './cluster/worker';

/**
 * Loads what a start loads, so that Node.js keeps it compiled in the directory that NODE_COMPILE_CACHE names; for the
 * image, where a start could not write it. It is kept for one version of Node.js, one user id and one kind of CPU: with
 * others a start compiles as it would without.
 */
function compileAhead(): void {
  flushCompileCache();
  const directory = getCompileCacheDir();
  if (directory !== undefined && readdirSync(directory).length > 0) return;
  // eslint-disable-next-line no-restricted-syntax -- a variable of Node.js, and no setting of the Registry
  const given = process.env.NODE_COMPILE_CACHE;
  process.stderr.write(
    `NODE_COMPILE_CACHE must be a directory that this user can write to; it is ${given ?? 'not set'}\n`,
  );
  process.exitCode = 1;
}

compileAhead();
