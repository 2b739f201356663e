import { setTimeout as sleep } from 'node:timers/promises';
import { isBoundToPosition } from './read-request';
import { SharedReads, type SharedReadsOptions } from './shared-reads';

/** For so long after it was begun, what a read has found is handed out again (docs/adr/0009-read-leases.md). */
export const LEASE_MS = 20;
/** Who asks in the last part of a lease has it renewed, and does not wait: what is asked for all the time is always leased. */
export const RENEWAL_MS = 5;
/** The next ones begin anew: a bound of memory, for names that are asked for once. */
const MAX_LEASES = 1_000;

interface Lease<Value> {
  /** On the clock of `performance.now()`. */
  readonly untilMs: number;
  readonly value: Value;
  isBeingRenewed: boolean;
}

/**
 * Shared reads whose values are good for `LEASE_MS`: what many ask for at the same time costs one statement in most of that
 * time, and none of them waits for it. Who changes such a value waits until all leases have ended, in all processes, before
 * acknowledging (`leasesHaveEnded`), so nobody who knows of a change is answered as before it. What was not found is no lease.
 */
export class LeasedReads<Key, Value> {
  private readonly shared: SharedReads<Key, Value>;
  private readonly leases = new Map<string, Lease<Value>>();
  /** For each read that is under way, what has changed since it was begun. */
  private readonly changedMeanwhile = new Set<Set<string>>();

  constructor(private readonly options: SharedReadsOptions<Key, Value>) {
    this.shared = new SharedReads<Key, Value>({ ...options, readAll: (keys) => this.readAll(keys) });
  }

  /** Undefined when there is no such thing. Throws what the read threw. */
  read(key: Key): Promise<Value | undefined> {
    const lease = this.leases.get(this.options.textOf(key));
    if (lease === undefined || isBoundToPosition()) return this.shared.read(key);
    const leftMs = lease.untilMs - performance.now();
    if (leftMs <= 0) return this.shared.read(key);
    if (leftMs <= RENEWAL_MS) this.renew(key, lease);
    return Promise.resolve(lease.value);
  }

  /** To be called when this process has changed a value by itself without waiting for the end of leases. */
  forget(key: Key): void {
    const text = this.options.textOf(key);
    this.leases.delete(text);
    for (const changed of this.changedMeanwhile) changed.add(text);
  }

  private renew(key: Key, lease: Lease<Value>): void {
    if (lease.isBeingRenewed) return;
    lease.isBeingRenewed = true;
    // Nobody waits for it: who asks when the lease has ended reads by himself, and is told what is wrong.
    this.shared.read(key).catch(() => undefined);
  }

  private lease(values: readonly Value[], untilMs: number, changed: ReadonlySet<string>): void {
    for (const value of values) {
      const text = this.options.textOf(value);
      const before = this.leases.get(text);
      if (before === undefined && this.leases.size >= MAX_LEASES) this.leases.clear();
      const isNewest = untilMs >= (before?.untilMs ?? 0);
      if (isNewest && !changed.has(text)) this.leases.set(text, { untilMs, value, isBeingRenewed: false });
    }
  }

  private async readAll(keys: readonly Key[]): Promise<readonly Value[]> {
    const untilMs = performance.now() + LEASE_MS;
    const changed = new Set<string>();
    this.changedMeanwhile.add(changed);
    try {
      const values = await this.options.readAll(keys);
      // A read that took long comes too late to be handed out, and must not end the lease of a later one.
      if (performance.now() < untilMs) this.lease(values, untilMs, changed);
      return values;
    } finally {
      this.changedMeanwhile.delete(changed);
    }
  }
}

/** The same for something that there is only one of. */
export function leasedRead<Value>(read: () => Promise<Value>): () => Promise<Value> {
  const reads = new LeasedReads<'only', { readonly value: Value }>({
    readAll: async () => [{ value: await read() }],
    textOf: () => 'only',
  });
  return async () => {
    const found = await reads.read('only');
    if (found === undefined) throw new Error('a shared read has no value');
    return found.value;
  };
}

/**
 * To be awaited between the commit of a change and its acknowledgement: whatever was read before the commit, in whichever
 * process, is no longer handed out.
 */
export async function leasesHaveEnded(): Promise<void> {
  const untilMs = performance.now() + LEASE_MS;
  // A timer may be early by part of a millisecond.
  for (let nowMs = performance.now(); nowMs < untilMs; nowMs = performance.now())
    await sleep(Math.ceil(untilMs - nowMs));
}
