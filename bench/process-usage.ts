import { readdirSync, readFileSync } from 'node:fs';

/** The kernel's unit of CPU time in /proc, 1/100 s on every Linux that Node runs on. */
export const TICKS_PER_SECOND = 100;
const KIB = 1024;
/** utime, stime, and the same of children that have ended: a backend that stops takes nothing out of a sum. */
const CPU_FIELDS = [11, 12, 13, 14];

export interface Usage {
  readonly cpuSeconds: number;
  /** Resident memory of all processes together. */
  readonly residentBytes: number;
}

/** What a process and its descendants have used so far (Linux only: /proc). */
export function usageOf(pid: number): Usage {
  const pids = familyOf(pid);
  return {
    cpuSeconds: pids.reduce((sum, each) => sum + cpuSecondsOf(each), 0),
    residentBytes: pids.reduce((sum, each) => sum + residentBytesOf(each), 0),
  };
}

/** A process and its descendants. */
export function familyOf(pid: number): readonly number[] {
  const parents = new Map(processes().map((each) => [each, Number(statOf(each)?.[1])]));
  const family = [pid];
  for (const member of family) for (const [child, parent] of parents) if (parent === member) family.push(child);
  return family;
}

/** CPU time of a process and of its children that have ended; 0 when there is no such process. */
export function cpuSecondsOf(pid: number): number {
  const fields = statOf(pid) ?? [];
  return CPU_FIELDS.reduce((sum, index) => sum + Number(fields[index] ?? 0), 0) / TICKS_PER_SECOND;
}

export function residentBytesOf(pid: number): number {
  try {
    return Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * KIB;
  } catch {
    return 0;
  }
}

function processes(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

/** The fields after the name, which may hold anything: state, parent, ... (proc(5)). */
function statOf(pid: number): string[] | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}
