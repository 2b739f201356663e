import type { Logger } from 'pino';

/** One step of a stop; the next begins when it is done. */
export interface StopPhase {
  readonly name: string;
  readonly run: () => Promise<unknown>;
}

/** What runs until it is stopped. */
export interface Stoppable {
  /** Begins the stop: the phases in their order. `graceMs` is the time that all of them have together. */
  stopPhases(graceMs: number): readonly StopPhase[];
  /** Fields for the log that name what a cut-off would cut. */
  whatIsOpen(): object;
}

/** The grace is over and a phase is not. */
export class StopOverdue extends Error {
  override readonly name = 'StopOverdue';

  constructor(
    readonly phase: string,
    graceMs: number,
  ) {
    super(`after the grace of ${graceMs} ms (ANIP_REGISTRY_SHUTDOWN_GRACE) the phase "${phase}" was not over`);
  }
}

/**
 * Runs the phases of a stop one after the other, all of them within the grace. A phase that is overdue goes on by
 * itself: the caller ends the process. @throws StopOverdue
 */
export async function stopWithin(graceMs: number, phases: readonly StopPhase[]): Promise<void> {
  let phase = '';
  const runAll = async (): Promise<void> => {
    for (const { name, run } of phases) {
      phase = name;
      await run();
    }
  };
  const { promise: overdue, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new StopOverdue(phase, graceMs)), graceMs);
  try {
    await Promise.race([runAll(), overdue]);
  } finally {
    clearTimeout(timer);
  }
}

/** Stops the target and after it the rest, and logs how it went. @throws StopOverdue */
export async function stopGracefully(
  what: 'the Registry' | 'the worker',
  target: Stoppable,
  graceMs: number,
  logger: Logger,
  rest: readonly StopPhase[] = [],
): Promise<void> {
  logger.info(`${what} is stopping`);
  try {
    await stopWithin(graceMs, [...target.stopPhases(graceMs), ...rest]);
  } catch (error) {
    if (error instanceof StopOverdue) {
      logger.error({ phase: error.phase, ...target.whatIsOpen() }, `${what} is cut off while it stops`);
    }
    throw error;
  }
  logger.info(`${what} has stopped`);
}
