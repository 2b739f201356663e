/** Where a group takes less, the next one is there before a timer could tell. */
const SLOW_MS = 2;
/** What takes much longer has another reason than the disk. */
const MAX_WAIT_MS = 5;
/** When too few came back, so many groups begin without a wait before it is tried again. */
const GROUPS_WITHOUT = 15;

/**
 * How long the next group of downloads is gathered. Where commits are slow, the clients of a group that was just answered
 * get about half of its time to ask again, as pipelines do that fetch one package after another. Otherwise they would just
 * miss the next group, and there would always be two, each of half the clients (PostgreSQL's commit_delay and
 * commit_siblings are the same thought). Nobody waits where the clients of a group do not come back.
 */
export class Gathering {
  private groupsWithout = 0;
  private onArrival: (() => void) | undefined;

  /** `size` says how many are in the next group. */
  constructor(private readonly size: () => number) {}

  /** To be called when somebody has joined the next group. */
  arrived(): void {
    this.onArrival?.();
  }

  /** Resolves when the next group may begin. `answered` are those of the last one who may come back. */
  async wait(answered: number, tookMs: number): Promise<void> {
    const before = this.size();
    // One by itself has nobody to wait for, and many do not wait for a few.
    if (tookMs < SLOW_MS || answered + before < 2 || answered < before) return;
    if (this.groupsWithout > 0) {
      this.groupsWithout -= 1;
      return;
    }
    // Timers are whole milliseconds.
    await this.untilArrived(before + answered, Math.min(Math.ceil(tookMs / 2), MAX_WAIT_MS));
    const cameBack = this.size() - before;
    if (cameBack < answered / 2) this.groupsWithout = GROUPS_WITHOUT;
  }

  private async untilArrived(expected: number, waitMs: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, waitMs);
      this.onArrival = () => {
        if (this.size() < expected) return;
        clearTimeout(timer);
        resolve();
      };
    });
    this.onArrival = undefined;
  }
}
