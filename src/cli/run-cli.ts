import { type Command, CommanderError } from 'commander';
import { CliError, EXIT } from './cli-error';

/**
 * Runs a program and ends the process with its exit code. Every fault is one line on stderr without a stack; a reader
 * that closed the pipe early (`| head`) and Ctrl-C are no faults of the command's.
 */
export async function runCli(program: Command, argv: readonly string[] = process.argv): Promise<void> {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    // What the command found out stands: a failed verification stays failed though nobody reads the rest of it.
    if (error.code === 'EPIPE') process.exit();
    process.stderr.write(`${program.name()}: cannot write to stdout: ${oneLine(error.message)}\n`);
    process.exit(EXIT.failed);
  });
  process.once('SIGINT', exitOnInterrupt);
  withExitOverride(program, program.name());
  try {
    await program.parseAsync(goStyleFlags(argv), { from: 'node' });
  } catch (error) {
    process.exitCode = report(error, program.name());
  }
}

/** 128 and the number of the signal, as shells report it. A command that must end in order takes this off. */
export function exitOnInterrupt(): void {
  process.exit(130);
}

function report(error: unknown, name: string): number {
  if (error instanceof CommanderError) {
    // Commander has printed help, version or the usage fault itself.
    return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  }
  if (error instanceof CliError) {
    process.stderr.write(`${name}: ${oneLine(error.message)}\n`);
    return error.exitCode;
  }
  process.stderr.write(`${name}: unexpected fault: ${oneLine(error instanceof Error ? error.message : 'unknown')}\n`);
  return EXIT.failed;
}

/** A message may hold what a Registry or a proxy answered: nothing in it may break the line or be obeyed by a terminal. */
function oneLine(message: string): string {
  return message.replace(/[\s\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]+/gu, ' ').trim();
}

function withExitOverride(command: Command, name: string): void {
  command.exitOverride().configureOutput({
    outputError: (text, write) =>
      write(`${name}: ${oneLine(text.replace(/^error: /, ''))} (--help lists what is allowed)\n`),
  });
  for (const part of command.commands) withExitOverride(part, name);
}

/** The reference takes `-flag` for `--flag` (cli.md): two letters or more after one dash. */
function goStyleFlags(argv: readonly string[]): string[] {
  return argv.map((argument, index) =>
    index > 1 && /^-[a-z][a-z-]+(?:=|$)/.test(argument) ? `-${argument}` : argument,
  );
}
