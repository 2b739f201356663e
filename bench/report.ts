import type { Comparison } from './comparison';
import type { MemoryResult } from './experiments/memory';
import type { WorkersResult } from './experiments/workers';
import { figure, markdownTable, whole } from './markdown-table';
import type { MachineFacts } from './machine-facts';
import type { Measurement } from './measure';
import type { SeriesVerdict } from './memory-verdict';
import type { BenchReport } from './run-bench';

const MB = 1e6;

/** The report as Markdown: one table for the routes, one for everything else that is compared, one for memory. */
export function markdownReport({ facts, othersShare, routes, comparisons, workers, memory }: BenchReport): string {
  const further = [...comparisons, ...workers.flatMap(({ throughput, cpu }) => [throughput, cpu])];
  return [
    factsLine(facts, othersShare),
    ...(routes.length === 0 ? [] : [routesTable(routes)]),
    ...(further.length === 0 ? [] : [comparisonsTable(further)]),
    ...workers.map(workersLine),
    ...(memory === undefined ? [] : [memoryLine(memory), memoryTable(memory)]),
  ].join('\n\n');
}

function factsLine({ cores, cpu, node, postgres, commitMs, commit }: MachineFacts, othersShare: number): string {
  const versions = `Node.js ${node}, PostgreSQL ${postgres}, commit ${commit ?? 'unknown'}`;
  return `${cores} cores (${cpu}), ${versions}; a transaction of one row takes ${commitMs.toFixed(2)} ms. Others took ${(othersShare * 100).toFixed(0)} % of the CPU time meanwhile.`;
}

function routesTable(routes: readonly Measurement[]): string {
  const head = ['route', 'answer', 'requests/s', 'ceiling', 'ratio', 'goal', 'reached', 'CPU ratio'];
  const further = ['p50 ms', 'p99 ms', 'CPU s/1000', 'database CPU s/1000', 'resident MB'];
  const rows = routes.map((route) => [
    route.name,
    route.answerBytes === undefined ? '' : whole(route.answerBytes),
    whole(route.throughput.ours),
    whole(route.throughput.theirs),
    ...ratioCells(route.throughput),
    withSpread(route.cpu),
    route.p50Ms.toFixed(1),
    route.p99Ms.toFixed(1),
    figure(route.serverCpuSeconds),
    figure(route.databaseCpuSeconds),
    whole(route.residentBytes / MB),
  ]);
  return markdownTable([...head, ...further], rows);
}

function comparisonsTable(comparisons: readonly Comparison[]): string {
  const rows = comparisons.map((comparison) => [
    comparison.name,
    comparison.unit,
    figure(comparison.ours),
    figure(comparison.theirs),
    ...ratioCells(comparison),
  ]);
  return markdownTable(['compared', 'unit', 'ours', 'theirs', 'ratio', 'goal', 'reached'], rows);
}

function ratioCells(comparison: Comparison): readonly string[] {
  const { goal, reached, better } = comparison;
  const sign = better === 'higher' ? '≥' : '≤';
  return [
    withSpread(comparison),
    goal === undefined ? '' : `${sign} ${goal.toFixed(2)}`,
    reached === undefined ? '' : reached ? 'yes' : 'no',
  ];
}

function withSpread({ ratio, ratioSpread }: Comparison): string {
  return `${ratio.toFixed(2)} ± ${(ratioSpread * ratio).toFixed(2)}`;
}

function workersLine({ throughput, shares, possibleRatio }: WorkersResult): string {
  const { server, database, client } = shares;
  const spent = `server ${figure(server)}, database ${figure(database)}, client ${figure(client)}`;
  return `${throughput.name}: 1,000 requests take these CPU seconds: ${spent}. The cores allow a ratio of ${possibleRatio.toFixed(2)}.`;
}

function memoryLine(memory: MemoryResult): string {
  const load = `${whole(memory.requests)} requests and ${memory.publishes} publishes in ${memory.minutes} minutes`;
  const content = `${whole(memory.versions)} versions with ${whole(memory.storedBytes / MB)} MB of blobs`;
  return `Mixed load: ${load}, over ${content}. Verdict: ${memory.passes ? 'passed' : 'failed'}.`;
}

function memoryTable({ resident, heapUsed, external }: MemoryResult): string {
  const row = (name: string, verdict: SeriesVerdict): string[] => [
    name,
    ...[verdict.peak, verdict.median, verdict.growth, verdict.noise].map((bytes) => (bytes / MB).toFixed(1)),
    verdict.isFlat ? 'yes' : 'no',
  ];
  const rows = [
    ...resident.map((verdict, index) => row(`resident, process ${index + 1}`, verdict)),
    row('heap used', heapUsed),
    row('external', external),
  ];
  return markdownTable(['memory', 'peak MB', 'median MB', 'growth MB', 'noise MB', 'flat'], rows);
}
