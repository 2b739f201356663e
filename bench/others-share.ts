import { readFileSync } from 'node:fs';
import { TICKS_PER_SECOND, usageOf } from './process-usage';

interface MachineTime {
  readonly busy: number;
  readonly total: number;
  /** Of this process and everything that it started, also of what has ended. */
  readonly own: number;
}

/**
 * Begins to watch the whole machine; the answer says which share of its CPU time others have taken since, 0 to 1. It is
 * what a reader needs to believe or doubt a report: neighbours slow two halves of a round, but never quite equally.
 */
export function watchOthers(): () => number {
  const before = machineTime();
  return () => {
    const after = machineTime();
    const others = after.busy - before.busy - (after.own - before.own);
    return Math.max(0, others / (after.total - before.total));
  };
}

/** The first line of /proc/stat: user, nice, system, idle, iowait, irq, softirq, steal, and guests counted already. */
function machineTime(): MachineTime {
  const [line = ''] = readFileSync('/proc/stat', 'utf8').split('\n');
  const ticks = line.trim().split(/\s+/).slice(1, 9).map(Number);
  const total = ticks.reduce((sum, each) => sum + each, 0) / TICKS_PER_SECOND;
  const waiting = ((ticks[3] ?? 0) + (ticks[4] ?? 0)) / TICKS_PER_SECOND;
  return { busy: total - waiting, total, own: usageOf(process.pid).cpuSeconds };
}
