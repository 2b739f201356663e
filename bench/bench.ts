import { writeFile } from 'node:fs/promises';
import { fillVersions } from './fill';
import { type BenchOptions, parseOptions, selection } from './options';
import { populate } from './population';
import { profileRoutes } from './profile/profile-routes';
import { markdownReport } from './report';
import { routesOf } from './routes';
import { runBench } from './run-bench';
import { startRegistry, startStore } from './stack';

/** `npm run bench`: every route next to the ceiling of its size, and the experiments, measured in the same run. */
async function main(): Promise<void> {
  const options = parseOptions(process.argv.slice(2));
  if (options.profile !== undefined) {
    await profileAll(options, options.profile);
    return;
  }
  const report = await runBench(options, selection(options.only));
  const markdown = markdownReport(report);
  console.log(markdown);
  if (options.markdown !== undefined) await writeFile(options.markdown, `${markdown}\n`);
  if (options.json !== undefined) await writeFile(options.json, `${JSON.stringify(report, null, 2)}\n`);
}

/** The small store's routes come first, as when they are measured. */
async function profileAll(options: BenchOptions, directory: string): Promise<void> {
  const store = await startStore();
  try {
    const registry = await startRegistry(store.databaseUrl);
    const population = await populate(registry.origin, store.workDir).finally(() => registry.stop());
    let round = 0;
    const routes = routesOf(population, () => (round += 1));
    const chosen = routes.filter(({ name }) => selection(options.only)(name));
    const [small, large] = (['small', 'large'] as const).map((size) => chosen.filter(({ store: of }) => of === size));
    await profileRoutes(small ?? [], store, directory, options);
    if (large !== undefined && large.length > 0) await fillVersions(store.databaseUrl, options.versions);
    await profileRoutes(large ?? [], store, directory, options);
  } finally {
    await store.stop();
  }
}

void main();
