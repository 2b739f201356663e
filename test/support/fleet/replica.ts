import { setTimeout as sleep } from 'node:timers/promises';
import { ChildRegistry, type Exit } from '../child-registry';
import type { LogLine } from '../test-app';

const READY_TIMEOUT_MS = 60_000;

/** One Registry of a fleet: a process that comes back on the same port. */
export class Replica {
  private child: ChildRegistry | undefined;
  private readonly earlierLines: LogLine[] = [];

  constructor(
    readonly port: number,
    private readonly env: Readonly<Record<string, string>>,
  ) {}

  get origin(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Changes with every start; undefined while there is no process. */
  get pid(): number | undefined {
    return this.child?.process.pid;
  }

  /** Of all its processes. */
  get lines(): readonly LogLine[] {
    return [...this.earlierLines, ...(this.child?.lines ?? [])];
  }

  /** Until it says that it is ready. */
  async start(): Promise<void> {
    this.child = ChildRegistry.start('src/main.ts', { ...this.env, ANIP_REGISTRY_ADDR: `127.0.0.1:${this.port}` });
    await this.child.logged('the Registry is listening', READY_TIMEOUT_MS);
    await this.ready();
  }

  async ready(): Promise<void> {
    const deadline = Date.now() + READY_TIMEOUT_MS;
    while (!(await this.isReady())) {
      if (Date.now() > deadline) throw new Error(`the replica on port ${this.port} is not ready: ${this.lastWords()}`);
      await sleep(50);
    }
  }

  /** Nothing is left of a process that is not running any more. */
  async stop(signal: NodeJS.Signals): Promise<Exit> {
    const { child } = this;
    if (child === undefined) return { code: 0, signal: null };
    const exit = await child.stop(signal);
    this.earlierLines.push(...child.lines);
    this.child = undefined;
    return exit;
  }

  private async isReady(): Promise<boolean> {
    try {
      return (await fetch(`${this.origin}/registry-api/v1/readyz`)).ok;
    } catch {
      return false;
    }
  }

  private lastWords(): string {
    return (this.child?.stdout ?? '').split('\n').slice(-5).join('\n') + (this.child?.stderr ?? '');
  }
}
