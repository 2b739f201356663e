import type { Measurement } from './measure';

const MIB = 1024 * 1024;

/** A Markdown table of what was measured. */
export function markdownReport(measurements: readonly Measurement[]): string {
  const head = ['route', 'answer', 'requests/s', 'ceiling', 'ratio', 'goal', 'p50 ms', 'p99 ms', 'CPU s/1000', 'MiB'];
  const rows = measurements.map((each) => [
    each.name,
    size(each.answerBytes),
    whole(each.requestsPerSecond),
    each.ceilingRequestsPerSecond === undefined ? '' : whole(each.ceilingRequestsPerSecond),
    each.ratio === undefined ? '' : `${each.ratio.toFixed(2)} ± ${((each.ratioSpread ?? 0) * each.ratio).toFixed(2)}`,
    each.goal === undefined ? '' : each.goal.toFixed(2),
    each.p50Ms.toFixed(1),
    each.p99Ms.toFixed(1),
    each.cpuSecondsPer1000.toFixed(2),
    whole(each.residentBytes / MIB),
  ]);
  return [head, head.map((_, index) => (index === 0 ? '---' : '---:')), ...rows]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
}

function size(bytes: number): string {
  return bytes === 0 ? '' : bytes < 10_240 ? `${bytes} B` : `${Math.round(bytes / 1024)} KiB`;
}

function whole(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}
