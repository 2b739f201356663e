import { readdirSync, readFileSync } from 'node:fs';

/** The kernel's unit of CPU time in /proc, 1/100 s on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;
const KIB = 1024;

export interface Usage {
  readonly cpuSeconds: number;
  /** Resident memory of all processes together. */
  readonly residentBytes: number;
}

/** What a process and its descendants have used so far (Linux only: /proc). */
export function usageOf(pid: number): Usage {
  const pids = [pid, ...descendantsOf(pid)];
  return {
    cpuSeconds: pids.reduce((sum, each) => sum + cpuSecondsOf(each), 0),
    residentBytes: pids.reduce((sum, each) => sum + residentBytesOf(each), 0),
  };
}

function descendantsOf(pid: number): number[] {
  const children = processes().filter((each) => statOf(each)?.[1] === String(pid));
  return children.flatMap((child) => [child, ...descendantsOf(child)]);
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

function cpuSecondsOf(pid: number): number {
  const fields = statOf(pid);
  return fields === undefined ? 0 : (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

function residentBytesOf(pid: number): number {
  try {
    return Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * KIB;
  } catch {
    return 0;
  }
}
