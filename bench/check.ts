import { existsSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import {
  type Baseline,
  baselineOf,
  exitCodeOf,
  failures,
  judge,
  QUIET_SHARE,
  restless,
  type Verdict,
} from './ratio-baseline';
import type { Comparison } from './comparison';
import type { MachineFacts } from './machine-facts';
import { markdownTable } from './markdown-table';
import { type BenchReport, EXPERIMENTS, runBench, type RunOptions } from './run-bench';

const BASELINE = join(__dirname, 'baseline.json');

/** Fixed, so that two runs answer the same question; small, so that a scheduled job can ask it every night. */
const OPTIONS: RunOptions = { rounds: 5, seconds: 1, connections: 16, versions: 5_000, workers: 1, minutes: 1 };
const ROUTES = [
  'healthz',
  'keys',
  'receipt',
  'lock',
  'inspect 36 KB',
  'inspect 36 KB, If-None-Match',
  'inspect 237 KB',
  'download 36 KB',
  'search',
  'list page of 100',
  'package page',
  'publish 53 KB',
];
const SELECTED = new Set([...ROUTES, EXPERIMENTS.counted, EXPERIMENTS.start]);

/**
 * `npm run bench:check`: measures a fixed set and compares its ratios with the baseline; with `--update` it writes the
 * baseline. Ends with 1 when something got worse, with 2 when the machine was too busy to say so. Absolute figures are of
 * a machine, so none is compared.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { update: { type: 'boolean', default: false }, baseline: { type: 'string', default: BASELINE } },
  });
  if (!values.update && !existsSync(values.baseline)) {
    throw new Error(`there is no baseline at ${values.baseline}; npm run bench:check -- --update writes it`);
  }
  const report = await runBench(OPTIONS, (name) => SELECTED.has(name));
  if (values.update) {
    const baseline = baselineOf(report.facts, comparisonsOf(report));
    await writeFile(values.baseline, `${JSON.stringify(baseline, null, 2)}\n`);
    noteOthers(report);
    for (const name of restless(comparisonsOf(report))) {
      console.error(`note: ${name} scatters more than its bound allows; write the baseline again on an idle machine`);
    }
    console.log(`wrote ${baseline.entries.length} ratios to ${values.baseline}`);
    return;
  }
  const baseline = JSON.parse(readFileSync(values.baseline, 'utf8')) as Baseline;
  noteOtherMachine(baseline.facts, report.facts);
  noteOthers(report);
  const { comparisons, othersShare } = await confirmed(baseline, report);
  const verdicts = judge(baseline, comparisons);
  console.log(table(verdicts));
  process.exitCode = exitCodeOf(verdicts, othersShare);
  const names = failures(verdicts).map(({ name, outcome }) => `${name} (${outcome})`);
  if (process.exitCode === 1) console.error(`got worse: ${names.join('; ')}`);
  if (process.exitCode === 2) console.error(`no verdict, others were too busy: ${names.join('; ')}`);
}

interface Judged {
  readonly comparisons: readonly Comparison[];
  readonly othersShare: number;
}

/** What looks worse is measured once more, and judged by the rounds of both runs: a neighbour is busy only once. */
async function confirmed(baseline: Baseline, report: BenchReport): Promise<Judged> {
  const comparisons = comparisonsOf(report);
  const worse = new Set(
    judge(baseline, comparisons)
      .filter(({ outcome }) => outcome === 'worse')
      .map(({ name }) => name),
  );
  if (worse.size === 0) return { comparisons, othersShare: report.othersShare };
  console.error(`measured once more, since it looks worse: ${[...worse].join('; ')}`);
  const again = await runBench(
    OPTIONS,
    (name) => SELECTED.has(name) && [...worse].some((each) => each.startsWith(name)),
  );
  const second = new Map(comparisonsOf(again).map(({ name, ratios }) => [name, ratios]));
  return {
    comparisons: comparisons.map((comparison) =>
      worse.has(comparison.name)
        ? { ...comparison, ratios: [...comparison.ratios, ...(second.get(comparison.name) ?? [])] }
        : comparison,
    ),
    othersShare: Math.max(report.othersShare, again.othersShare),
  };
}

function comparisonsOf({ routes, comparisons }: BenchReport): readonly Comparison[] {
  return [...routes.flatMap(({ throughput, cpu }) => [throughput, cpu]), ...comparisons];
}

function noteOtherMachine(before: MachineFacts, now: MachineFacts): void {
  for (const fact of ['cores', 'cpu', 'system', 'node', 'postgres'] as const) {
    if (before[fact] === now[fact]) continue;
    console.error(
      `note: ${fact} is ${now[fact]}, of the baseline ${before[fact]}; ratios move with it, if less than figures`,
    );
  }
}

function noteOthers({ othersShare }: BenchReport): void {
  if (othersShare <= QUIET_SHARE) return;
  console.error(
    `note: others took ${(othersShare * 100).toFixed(0)} % of the CPU time; on an idle machine this says more`,
  );
}

function table(verdicts: readonly Verdict[]): string {
  const ratio = (value: number | undefined): string => value?.toPrecision(3) ?? '';
  const share = (value: number | undefined): string => (value === undefined ? '' : `${(value * 100).toFixed(1)} %`);
  const rows = verdicts.map(({ name, baseline, measured, change, bound, outcome }) => [
    name,
    ...[baseline, measured].map(ratio),
    ...[change, bound].map(share),
    outcome,
  ]);
  return markdownTable(['ratio of', 'baseline', 'measured', 'change', 'bound', 'verdict'], rows);
}

void main();
