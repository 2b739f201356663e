import cluster, { type Worker } from 'node:cluster';
import { once } from 'node:events';
import type { Logger } from 'pino';
import type { AppParts } from '../app.module';
import type { Stoppable, StopPhase } from '../graceful-stop';
import { tell, type Report } from './messages';
import { restartDelayMs, STEADY_MS } from './restart-delay';
import { Scrapes } from './scrapes';

/** Of the grace, so that a worker says what it cuts off before this process cuts off the worker. */
const WORKERS_SHARE_OF_GRACE = 0.9;

/** The worker processes as the primary process sees them: started, watched, replaced, stopped. */
export class Workers implements Stoppable {
  private readonly living = new Set<Worker>();
  private readonly scrapes = new Scrapes(() => [...this.living]);
  private readonly restarts = new Set<NodeJS.Timeout>();
  /** Workers in a row that did not live long. */
  private earlyDeaths = 0;
  private phase: 'starting' | 'running' | 'stopping' = 'starting';

  constructor(
    private readonly parts: AppParts,
    private readonly logger: Logger,
  ) {}

  /** The address on which all of them listen. @throws when one ends before it listens */
  async start(): Promise<string> {
    const { workers, seedDemo } = this.parts.config;
    // One is enough to publish the demo data.
    const starts = Array.from({ length: workers }, (_, index) => this.fork(seedDemo && index === 0));
    const [address = ''] = await Promise.all(starts);
    this.phase = 'running';
    return address;
  }

  stopPhases(graceMs: number): readonly StopPhase[] {
    this.phase = 'stopping';
    for (const restart of this.restarts) clearTimeout(restart);
    const ends = Array.from(this.living, async (worker) => {
      const [code, signal] = (await once(worker, 'exit')) as [number | null, NodeJS.Signals | null];
      if (code !== 0) throw new Error(`the worker ${pidOf(worker)} ended with ${code ?? signal ?? 'no reason'}`);
    });
    const allEnds = Promise.allSettled(ends);
    for (const worker of this.living) tell(worker, { type: 'stop', graceMs: graceMs * WORKERS_SHARE_OF_GRACE });
    return [
      {
        name: 'workers',
        run: async () => {
          await allEnds;
          await Promise.all(ends);
        },
      },
    ];
  }

  whatIsOpen(): object {
    return { workers: Array.from(this.living, pidOf) };
  }

  /** At once, and also one that no longer hears messages. */
  kill(): void {
    for (const worker of this.living) worker.process.kill('SIGKILL');
  }

  private fork(seedDemo: boolean): Promise<string> {
    const { config, secrets, databaseUrl } = this.parts;
    const worker = cluster.fork();
    const startedAt = performance.now();
    this.living.add(worker);
    tell(worker, { type: 'serve', config: { ...config, seedDemo }, secrets, databaseUrl });
    return new Promise((resolve, reject) => {
      worker.on('message', (message: Report) => {
        if (message.type === 'listening') resolve(message.address);
        if (message.type === 'scrape') this.answerScrape(worker, message.id);
        if (message.type === 'collected') this.scrapes.collected(worker, message.id, message.metrics);
      });
      const ended = (end: number | string): void => {
        if (!this.living.delete(worker)) return;
        this.scrapes.forget(worker);
        if (this.phase === 'running') this.replace(worker, end, performance.now() - startedAt);
        reject(new Error(`a worker ended with ${end} before it listened; its log says why`));
      };
      worker.once('exit', (code: number | null, signal: NodeJS.Signals | null) => ended(code ?? signal ?? 'no reason'));
      worker.once('error', (error) => {
        worker.process.kill('SIGKILL');
        ended(error.message);
      });
    });
  }

  private answerScrape(worker: Worker, id: number): void {
    this.scrapes.answer(worker, id).catch((error: unknown) => this.logger.error({ err: error }, 'a scrape failed'));
  }

  private replace(worker: Worker, end: number | string, livedMs: number): void {
    if (livedMs >= STEADY_MS) this.earlyDeaths = 0;
    const delayMs = restartDelayMs(this.earlyDeaths);
    this.earlyDeaths += 1;
    this.logger.error({ worker_pid: pidOf(worker), end, restart_in_ms: delayMs }, 'a worker has ended');
    const restart = setTimeout(() => {
      this.restarts.delete(restart);
      // If it ends early, `replace` has heard of it.
      this.fork(false).catch(() => undefined);
    }, delayMs);
    this.restarts.add(restart);
  }
}

function pidOf(worker: Worker): number {
  return worker.process.pid ?? 0;
}
