import { writeFile } from 'node:fs/promises';
import { measureSize, type SizeReport } from './growth/measure-size';
import { parseGrowthOptions } from './growth/options';
import { growthMarkdown } from './growth/report';

/** `npm run bench:growth`: what lists, searches, reads, publishing and the audit cost as the store grows. */
async function main(): Promise<void> {
  const options = parseGrowthOptions(process.argv.slice(2));
  const reports: SizeReport[] = [];
  for (const versions of options.versions) {
    reports.push(await measureSize(versions, options));
    // A million takes long: what was measured before is not lost with it.
    const json = JSON.stringify({ options, reports }, null, 2);
    if (options.markdown !== undefined) await writeFile(options.markdown, `${growthMarkdown(reports)}\n`);
    if (options.json !== undefined) await writeFile(options.json, `${json}\n`);
  }
  console.log(growthMarkdown(reports));
}

void main();
