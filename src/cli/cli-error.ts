/** Exit codes of every command: a pipeline can tell "it is wrong" from "I could not find out". */
export const EXIT = { ok: 0, failed: 1, usage: 2, unreachable: 3 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** What a command ends with when it cannot do its work: one line for stderr, and the exit code. */
export class CliError extends Error {
  override readonly name = 'CliError';

  constructor(
    readonly exitCode: Exclude<ExitCode, 0>,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

export function usageError(message: string): CliError {
  return new CliError(EXIT.usage, message);
}

export function failure(message: string, cause?: unknown): CliError {
  return new CliError(EXIT.failed, message, { cause });
}

export function unreachable(message: string, cause?: unknown): CliError {
  return new CliError(EXIT.unreachable, message, { cause });
}
