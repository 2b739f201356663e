/** How far a key is within its current window. */
export interface WindowState {
  readonly hits: number;
  /** Until the window ends and everything is forgotten. */
  readonly remainingMs: number;
}

interface Window {
  hits: number;
  readonly endsAt: number;
}

/**
 * Counts hits per key in windows that begin with a key's first hit. Holds `maxKeys` at most, so that many clients cost
 * bounded memory: when there is no room, the window that began longest ago is forgotten. Each process counts for itself.
 */
export class FixedWindows {
  private readonly windows = new Map<string, Window>();

  constructor(
    private readonly maxKeys: number,
    private readonly now: () => number = () => performance.now(),
  ) {}

  get size(): number {
    return this.windows.size;
  }

  hit(key: string, windowMs: number): WindowState {
    const window = this.open(key) ?? this.begin(key, windowMs);
    window.hits += 1;
    return this.stateOf(window);
  }

  /** Without a hit; undefined when the key has none in a window that is still open. */
  peek(key: string): WindowState | undefined {
    const window = this.open(key);
    return window === undefined ? undefined : this.stateOf(window);
  }

  private open(key: string): Window | undefined {
    const window = this.windows.get(key);
    return window !== undefined && window.endsAt > this.now() ? window : undefined;
  }

  private begin(key: string, windowMs: number): Window {
    // Deleted first, so that the map stays in the order in which windows began.
    this.windows.delete(key);
    const [oldest] = this.windows.keys();
    if (oldest !== undefined && this.windows.size >= this.maxKeys) this.windows.delete(oldest);
    const window = { hits: 0, endsAt: this.now() + windowMs };
    this.windows.set(key, window);
    return window;
  }

  private stateOf({ hits, endsAt }: Window): WindowState {
    return { hits, remainingMs: endsAt - this.now() };
  }
}
