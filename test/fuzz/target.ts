import fc from 'fast-check';

/** Where a target finds what it needs from outside; pure targets need nothing. */
export interface FuzzContext {
  /** How many cases are wanted, for targets that do something at a certain point of a run. */
  readonly cases: number;
}

/** A target that is ready to be run. */
export interface StartedTarget {
  readonly property: fc.IRawProperty<unknown>;
  /** Looks at the whole after a batch of cases: rows of the store, coverage. Throws for what is wrong. */
  afterBatch?(): Promise<void>;
  /** Looks at what only shows at the end. Throws for what is wrong. */
  atEnd?(): Promise<void>;
  /** Memory of what is fuzzed, after a collection of garbage; without it that of this process. */
  memory?(): Promise<MemoryUse>;
  stop?(): Promise<void>;
}

export interface MemoryUse {
  readonly rssBytes: number;
  /** With buffers outside the heap. Only of this process, where garbage can be collected first. */
  readonly heapBytes?: number;
}

/** One thing that is fuzzed. */
export interface FuzzTarget {
  readonly name: string;
  /** What must hold for every case, in a sentence for the report. */
  readonly promise: string;
  /** How many of a million cases are its own. */
  readonly share: number;
  /** Cases that are run with one seed; a failure is reproduced by running them again. */
  readonly batch: number;
  start(context: FuzzContext): Promise<StartedTarget>;
}

/**
 * CPU time of this thread that one case of a pure target may take. Each takes a few milliseconds at most: only work
 * that grows out of proportion to the text gets near it, and a busy machine does not.
 */
const MAX_CASE_CPU_MS = 2000;

export interface PureTarget<T> extends Omit<FuzzTarget, 'start' | 'batch'> {
  readonly batch?: number;
  readonly cases: fc.Arbitrary<T>;
  /** Throws when something is wrong with this case. */
  check(value: T): void;
}

/** A target without I/O. */
export function pureTarget<T>({ cases, check, batch = 1000, ...target }: PureTarget<T>): FuzzTarget {
  const property = fc.property(cases, (value) => {
    const before = process.threadCpuUsage();
    check(value);
    const { user, system } = process.threadCpuUsage(before);
    const spentMs = (user + system) / 1000;
    if (spentMs > MAX_CASE_CPU_MS) throw new Error(`the case took ${Math.round(spentMs)} ms of CPU time`);
  });
  return { ...target, batch, start: () => Promise.resolve({ property }) };
}

/** What a check throws when a promise is broken; `seen` is shown beside the sentence. */
export function demand(holds: boolean, sentence: string, seen?: unknown): void {
  if (!holds) throw new Error(seen === undefined ? sentence : `${sentence}: ${fc.stringify(seen)}`);
}
