import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { member, textOf } from '../src/core/json/json-value';
import { DEMO_TEMPLATE, demoRequest } from '../test/support/demo-requests';
import { fillVersions, SEARCH_TERM } from './fill';
import { measure, type Measurement } from './measure';
import { parseOptions } from './options';
import { markdownReport } from './report';
import { publishRoute, readRoutes, type Published, type Route } from './routes';
import { sampleOf, VERSION_PLACEHOLDER } from './samples';
import type { ServerProcess } from './server-process';
import { PUBLISH_TOKEN, startCeiling, startRegistry, startStore } from './stack';

const KIB = 1024;
/** Requests of these sizes give answers of 36 KB, 237 KB and 1 MiB. */
const READ_SIZES = { '36 KB': 35_747, '237 KB': 236_410, '1 MiB': 900 * KIB };
const PUBLISH_SIZES = { '53 KB': 53_000, '350 KB': 350_000, '1 MiB': KIB * KIB };

/** `npm run bench`: every route next to the ceiling of its size, measured in the same run. */
async function main(): Promise<void> {
  const options = parseOptions(process.argv.slice(2));
  const store = await startStore();
  const servers: ServerProcess[] = [];
  try {
    const registry = await startRegistry(store.databaseUrl, { ANIP_REGISTRY_WORKERS: String(options.workers) });
    servers.push(registry);
    const ceiling = await startCeiling();
    servers.push(ceiling);

    const samples = await publishSamples(registry.origin);
    const template = demoRequest(DEMO_TEMPLATE);
    await post(registry.origin, '/templates', template);
    console.error(`filling the store with ${options.versions} versions`);
    await fillVersions(store.databaseUrl, options.versions);

    let round = 0;
    const publishRoutes = await Promise.all(
      Object.entries(PUBLISH_SIZES).map(async ([label, bytes]) => {
        const file = join(store.workDir, `publish-${bytes}.json`);
        await writeFile(file, JSON.stringify(sampleOf(`publish ${label}`, bytes, VERSION_PLACEHOLDER).request));
        return publishRoute(label, file, () => (round += 1), PUBLISH_TOKEN);
      }),
    );
    const published = {
      label: '',
      id: textOf(member(template, 'template_id')),
      version: textOf(member(template, 'template_version')),
    };
    const routes = [...readRoutes(samples, published, SEARCH_TERM), ...publishRoutes];
    const measurements = await measureAll(routes, registry, ceiling, options);
    const markdown = markdownReport(measurements);
    console.log(markdown);
    if (options.markdown !== undefined) await writeFile(options.markdown, `${markdown}\n`);
    if (options.json !== undefined)
      await writeFile(options.json, `${JSON.stringify({ options, measurements }, null, 2)}\n`);
  } finally {
    for (const server of servers) await server.stop();
    await store.stop();
  }
}

async function measureAll(
  routes: readonly Route[],
  registry: ServerProcess,
  ceiling: ServerProcess,
  options: ReturnType<typeof parseOptions>,
): Promise<readonly Measurement[]> {
  const { only, rounds, seconds, connections } = options;
  const measurements: Measurement[] = [];
  for (const route of routes) {
    if (only.length > 0 && !only.some((part) => route.name.includes(part))) continue;
    console.error(`measuring ${route.name}`);
    measurements.push(await measure(route, registry, ceiling, { rounds, seconds, connections }));
  }
  return measurements;
}

async function publishSamples(origin: string): Promise<readonly Published[]> {
  const samples = Object.entries(READ_SIZES).map(([label, bytes]) => sampleOf(label, bytes, '1.0.0'));
  for (const { request } of samples) await post(origin, '/publications', request);
  return samples;
}

async function post(origin: string, path: string, body: unknown): Promise<void> {
  const response = await fetch(`${origin}/registry-api/v1${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${PUBLISH_TOKEN}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  if (response.status !== 201) throw new Error(`${path} is answered with ${response.status}: ${text.slice(0, 500)}`);
}

void main();
