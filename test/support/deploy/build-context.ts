import { readdirSync } from 'node:fs';
import { dirname, join, matchesGlob, relative } from 'node:path';

/**
 * The files that a build may copy, relative to the root: what `.dockerignore` leaves. As Docker reads it, the last line
 * that matches a file or a directory above it decides.
 */
export function buildContext(root: string, dockerignore: string): string[] {
  const rules = dockerignore
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => ({ isKept: line.startsWith('!'), pattern: line.replace(/^!/, '') }));
  const isIn = (file: string): boolean => {
    const paths = [file, ...ancestorsOf(file)];
    const last = rules.findLast(({ pattern }) => paths.some((path) => matchesGlob(path, pattern)));
    return last?.isKept ?? true;
  };
  // What no rule lets in need not be walked: node_modules has a hundred thousand files.
  const tops = readdirSync(root).filter((name) =>
    rules.some(({ isKept, pattern }) => isKept && pattern.split('/')[0] === name),
  );
  return tops.flatMap((top) => filesBelow(root, join(root, top))).filter(isIn);
}

function filesBelow(root: string, path: string): string[] {
  try {
    return readdirSync(path, { recursive: true, withFileTypes: true })
      .filter((entry) => !entry.isDirectory())
      .map((entry) => relative(root, join(entry.parentPath, entry.name)));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOTDIR') throw error;
    return [relative(root, path)];
  }
}

function ancestorsOf(path: string): string[] {
  const parent = dirname(path);
  return parent === '.' ? [] : [parent, ...ancestorsOf(parent)];
}
