import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { type Options, transformSync } from '@swc/core';

const SOURCES = join(__dirname, 'servers');
/** Below node_modules, so that what a server requires is found as from the project. */
const COMPILED = join(__dirname, '../node_modules/.cache/anip-registry-bench');

/**
 * Compiles one of `bench/servers` and answers the path of its JavaScript: beside a Registry that is built, a server that
 * loads a compiler when it starts would be slower and larger than it is.
 */
export function compileServer(name: string): string {
  const source = join(SOURCES, `${name}.ts`);
  const { code } = transformSync(readFileSync(source, 'utf8'), {
    ...compilerOptions(),
    swcrc: false,
    sourceMaps: false,
    filename: source,
  });
  const compiled = join(COMPILED, `${name}.js`);
  mkdirSync(COMPILED, { recursive: true });
  writeFileSync(compiled, code);
  return compiled;
}

/** The project's one set of compiler options for TypeScript that runs without a build. */
function compilerOptions(): Options {
  const { projects } = createRequire(__filename)('../jest.config.cjs') as {
    projects: readonly { transform: Readonly<Record<string, readonly [string, Options]>> }[];
  };
  const [[, options] = []] = projects.flatMap(({ transform }) => Object.values(transform));
  if (options === undefined) throw new Error('jest.config.cjs has no transform for TypeScript');
  return options;
}
