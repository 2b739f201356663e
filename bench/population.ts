import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type JsonObject, member, textOf } from '../src/core/json/json-value';
import { DEMO_TEMPLATE, demoRequest } from '../test/support/demo-requests';
import { sampleOf, VERSION_PLACEHOLDER } from './samples';
import { PUBLISH_TOKEN } from './stack';
import { wireAnswer } from './wire-answer';

const KIB = 1024;
/** Requests of these sizes give answers of 36 KB, 237 KB, 500 KB and 1 MiB. */
const READ_SIZES = { '36 KB': 35_747, '237 KB': 236_410, '500 KB': 500_000, '1 MiB': 900 * KIB };
const PUBLISH_SIZES = { '53 KB': 53_000, '350 KB': 350_000, '690 KB': 690_000, '1 MiB': KIB * KIB };
const UNCHANGED = '36 KB unchanged';
/** With the samples they make the 13 versions of the short list. */
const FURTHER_VERSIONS = 8;

export interface Published {
  readonly label: string;
  readonly id: string;
  readonly version: string;
}

/** What the routes ask for. */
export interface Population {
  /** Ascending by size; the first has nine versions. */
  readonly samples: readonly Published[];
  /** Nothing downloads it, so that its ETag stays what it is. */
  readonly unchanged: Published & { readonly etag: string };
  readonly template: Published;
  /** Files with requests that have the version placeholder, by the label of their size. */
  readonly publishFiles: Readonly<Record<string, string>>;
}

/** Publishes through the API what is read later: 13 versions of packages and one template. */
export async function populate(origin: string, workDir: string): Promise<Population> {
  const samples = Object.entries(READ_SIZES).map(([label, bytes]) => sampleOf(label, bytes, '1.0.0'));
  const unchanged = sampleOf(UNCHANGED, READ_SIZES['36 KB'], '1.0.0');
  const further = Array.from({ length: FURTHER_VERSIONS }, (_, index) =>
    sampleOf('36 KB', READ_SIZES['36 KB'], `1.0.${index + 1}`),
  );
  for (const { request } of [...samples, unchanged, ...further]) await post(origin, '/publications', request);
  const template = demoRequest(DEMO_TEMPLATE);
  await post(origin, '/templates', template);
  const { headers } = await wireAnswer(`${origin}${pathOf(unchanged)}`, {});
  return {
    samples,
    unchanged: { ...unchanged, etag: headers.etag ?? '' },
    template: {
      label: '',
      id: textOf(member(template, 'template_id')),
      version: textOf(member(template, 'template_version')),
    },
    publishFiles: await publishFiles(workDir),
  };
}

export function pathOf({ id, version }: Published): string {
  return `/registry-api/v1/packages/${encodeURIComponent(id)}/${version}`;
}

/** @throws when it is not published */
export async function post(origin: string, path: string, body: JsonObject): Promise<void> {
  const response = await fetch(`${origin}/registry-api/v1${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${PUBLISH_TOKEN}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  if (response.status !== 201) throw new Error(`${path} is answered with ${response.status}: ${text.slice(0, 500)}`);
}

async function publishFiles(workDir: string): Promise<Readonly<Record<string, string>>> {
  const files = Object.entries(PUBLISH_SIZES).map(async ([label, bytes]) => {
    const file = join(workDir, `publish-${bytes}.json`);
    await writeFile(file, JSON.stringify(sampleOf(`publish ${label}`, bytes, VERSION_PLACEHOLDER).request));
    return [label, file] as const;
  });
  return Object.fromEntries(await Promise.all(files));
}
