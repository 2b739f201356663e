import { AsyncLocalStorage } from 'node:async_hooks';
import { PatientTurns } from './patience';
import { isBoundToPosition } from './read-request';

interface Waiting<Key, Value> {
  readonly key: Key;
  readonly promise: Promise<Value | undefined>;
  readonly resolve: (value: Value | undefined) => void;
  readonly reject: (error: unknown) => void;
}

export interface SharedReadsOptions<Key, Value> {
  /** Reads all keys at once; what is not in the answer does not exist. */
  readonly readAll: (keys: readonly Key[]) => Promise<readonly Value[]>;
  /** The same text for the same key. */
  readonly textOf: (key: Key | Value) => string;
}

/**
 * Lets requests that arrive together share one read: whoever comes while a read is under way is in the next one, and
 * those of one key share its answer. A read begins after everybody in it has asked, so nobody sees less than with a read
 * of one's own. A round trip to the database costs as much as a whole small answer; sixteen clients that ask for it share
 * a few (docs/performance.md).
 */
export class SharedReads<Key, Value> {
  private waiting = new Map<string, Waiting<Key, Value>>();
  private isRunning = false;
  private readonly turns = new PatientTurns();
  /** A read is nobody's in particular: what it logs must not carry the id of the request that happened to come first. */
  private readonly outside = AsyncLocalStorage.snapshot();

  constructor(private readonly options: SharedReadsOptions<Key, Value>) {}

  /** Undefined when there is no such thing. Throws what the shared read threw. */
  read(key: Key): Promise<Value | undefined> {
    if (isBoundToPosition()) return this.readAlone(key);
    const text = this.options.textOf(key);
    const asked = this.waiting.get(text);
    if (asked !== undefined) return asked.promise;
    const { promise, resolve, reject } = Promise.withResolvers<Value | undefined>();
    this.waiting.set(text, { key, promise, resolve, reject });
    if (!this.isRunning) this.outside(() => void this.run());
    return promise;
  }

  private async readAlone(key: Key): Promise<Value | undefined> {
    const [value] = await this.options.readAll([key]);
    return value;
  }

  private async run(): Promise<void> {
    this.isRunning = true;
    // The end of this turn of the event loop: what has arrived in it is in the first read.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.waiting.size > 0) {
      const batch = this.waiting;
      this.waiting = new Map();
      await this.turns.run(() => this.readBatch(batch));
    }
    this.isRunning = false;
  }

  private async readBatch(batch: ReadonlyMap<string, Waiting<Key, Value>>): Promise<void> {
    try {
      const values = await this.options.readAll(Array.from(batch.values(), ({ key }) => key));
      const found = new Map(values.map((value) => [this.options.textOf(value), value]));
      for (const [text, { resolve }] of batch) resolve(found.get(text));
    } catch (error) {
      for (const { reject } of batch.values()) reject(error);
    }
  }
}
