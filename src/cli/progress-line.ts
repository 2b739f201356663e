import type { Console } from './console';

const INTERVAL_MS = 1000;
const ERASE_LINE = '\r\u001b[K';

/**
 * How far a long command is, on stderr: one line that changes on a terminal, and about one line a second elsewhere, so
 * that a job's log shows that it lives.
 */
export class ProgressLine {
  private shownAt = performance.now();
  private isOpen = false;

  constructor(
    private readonly console: Console,
    private readonly terminal: { readonly isTTY?: boolean; write(text: string): unknown } = process.stderr,
  ) {}

  show(line: string): void {
    const now = performance.now();
    if (now - this.shownAt < INTERVAL_MS) return;
    this.shownAt = now;
    if (this.terminal.isTTY !== true) {
      this.console.progress(line);
      return;
    }
    this.terminal.write(`${ERASE_LINE}${line}`);
    this.isOpen = true;
  }

  /** Leaves the terminal at the start of an empty line. */
  end(): void {
    if (this.isOpen) this.terminal.write(ERASE_LINE);
    this.isOpen = false;
  }
}
