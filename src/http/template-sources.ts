import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** The text of each template by its name: its path in the directory, without extension. */
export type TemplateSources = ReadonlyMap<string, string>;

export function readTemplateSources(dir: string): TemplateSources {
  const files = readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.hbs'))
    .map((entry) => join(entry.parentPath, entry.name));
  return new Map(files.map((file) => [nameOf(dir, file), readFileSync(file, 'utf8')]));
}

function nameOf(dir: string, file: string): string {
  return relative(dir, file)
    .replaceAll('\\', '/')
    .replace(/\.hbs$/, '');
}
