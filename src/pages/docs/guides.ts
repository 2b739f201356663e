import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../../project-root';

/** Stands for the address of the Registry in all documents; a page names the one that it was asked from instead. */
export const EXAMPLE_ORIGIN = 'https://registry.example.com';

const TITLE = /^# (.+)\n/;

export interface Guide {
  /** The last part of the page's address. */
  readonly slug: string;
  /** Below `docs/`. */
  readonly file: string;
  readonly description: string;
}

/** The documents that are pages, as they are. What is also read in a checkout exists once. */
export const GUIDES: readonly Guide[] = [
  {
    slug: 'publish',
    file: 'pages/publish.md',
    description: 'Publish a version with curl or with the anip command, and what happens then.',
  },
  {
    slug: 'verify',
    file: 'verify.md',
    description: 'Prove that a package is what was published: every check explained.',
  },
  { slug: 'lock', file: 'pages/lock.md', description: 'Pin a version, and generate only from what was pinned.' },
  {
    slug: 'rotate',
    file: 'pages/rotate.md',
    description: 'Change signing keys and tokens without a gap; what to do when one has leaked.',
  },
];

export const REFERENCES: readonly Guide[] = [
  { slug: 'errors', file: 'errors.md', description: 'Every error code: its status, its meaning, its rule.' },
  { slug: 'cli', file: 'cli.md', description: 'The commands anip, anip-registry and anip-registry-keygen.' },
  { slug: 'configuration', file: 'configuration.md', description: 'Every environment variable of the server.' },
  {
    slug: 'compatibility',
    file: 'compatibility.md',
    description: 'Where this Registry differs from the reference implementation, and why.',
  },
  { slug: 'glossary', file: 'glossary.md', description: 'One word per idea.' },
];

/** A document as it is, which begins with its title as a heading. */
export function readDocument({ file }: Guide): { readonly title: string; readonly text: string } {
  const text = readFileSync(join(PROJECT_ROOT, 'docs', file), 'utf8');
  const [, title] = TITLE.exec(text) ?? [];
  if (title === undefined) throw new Error(`docs/${file} does not begin with its title`);
  return { title: title.replaceAll('`', ''), text };
}
