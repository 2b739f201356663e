import { fork } from 'node:child_process';
import { join } from 'node:path';
import { escapeCharacters } from '../../src/core/text';
import { Report } from '../support/fleet/report';
import type { Failure, Outcome } from './drive';
import { type FuzzFlags, readFlags, USAGE } from './flags';
import type { Message } from './run-target';
import type { FuzzTarget } from './target';
import { TARGETS } from './targets';

const REGISTER_TYPESCRIPT = join(__dirname, '../support/register-typescript.cjs');
const DEFAULT_CASES = 10_000;
/** No batch takes as long on any machine: whoever is silent for so long hangs in one case. */
const SILENCE_MS = 300_000;
const MIB = 2 ** 20;
/** A case that looks like a good one often has one of these. */
const INVISIBLE = /[\u007f-\uffff]/g;

interface Run {
  readonly outcome: Outcome;
  readonly peakRssBytes: number;
}

/** Every target in a process of its own, one after the other; exit code 1 for any broken promise. */
async function runAll(): Promise<void> {
  const report = new Report();
  const flags = flagsOrUsage();
  if (flags === undefined) return;
  const chosen = TARGETS.filter(({ name }) => flags.targets.includes(name));
  const shares = chosen.reduce((sum, { share }) => sum + share, 0);
  const startedAt = performance.now();
  report.section(`Fuzzing with seed ${flags.seed}`);
  let total = 0;
  let peak = 0;
  for (const target of chosen) {
    const cases = Math.max(1, Math.round(((flags.cases ?? DEFAULT_CASES) * target.share) / shares));
    const leftMs = flags.minutes === undefined ? Infinity : flags.minutes * 60_000 - (performance.now() - startedAt);
    const run = await runApart(target, flags.seed, cases, leftMs);
    total += run.outcome.cases;
    peak = Math.max(peak, run.peakRssBytes);
    tellOutcome(report, target, run);
  }
  report.section('All targets');
  report.note('cases', total);
  report.note('took', `${Math.round((performance.now() - startedAt) / 1000)} s`);
  report.note('largest process', `${Math.round(peak / MIB)} MiB`);
  process.exitCode = report.isClean ? 0 : 1;
}

function flagsOrUsage(): FuzzFlags | undefined {
  try {
    return readFlags(
      process.argv.slice(2),
      TARGETS.map(({ name }) => name),
    );
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}\n`);
    process.exitCode = 2;
    return undefined;
  }
}

/** A process of its own, so that one that hangs can be ended, and memory is that of one target. */
async function runApart(target: FuzzTarget, seed: number, cases: number, leftMs: number): Promise<Run> {
  const args = [target.name, seed, cases, leftMs].map(String);
  const child = fork(join(__dirname, 'run-target.ts'), args, { execArgv: ['--require', REGISTER_TYPESCRIPT] });
  let run: Run | undefined;
  let done = 0;
  const end = (): boolean => child.kill('SIGKILL');
  let watchdog = setTimeout(end, SILENCE_MS);
  child.on('message', (message: Message) => {
    clearTimeout(watchdog);
    watchdog = setTimeout(end, SILENCE_MS);
    if ('outcome' in message) run = message;
    else done = message.done;
  });
  const code = await new Promise<number | null>((resolve) => child.once('exit', resolve));
  clearTimeout(watchdog);
  if (run !== undefined) return run;
  const reason = child.killed ? `no sign of life for ${SILENCE_MS / 1000} s` : `the process ended with ${String(code)}`;
  const failure: Failure = { seed: seed + Math.floor(done / target.batch), batch: target.batch, reason };
  return { outcome: { target: target.name, cases: done, failures: [failure], durationMs: 0 }, peakRssBytes: 0 };
}

function tellOutcome(report: Report, target: FuzzTarget, { outcome, peakRssBytes }: Run): void {
  const { cases, failures, durationMs, warm, end } = outcome;
  const rss =
    end === undefined || warm === undefined ? '' : `, resident ${mib(warm.rssBytes)} then ${mib(end.rssBytes)} MiB`;
  const seen = `${cases} cases, ${Math.round(durationMs / 1000)} s, peak ${mib(peakRssBytes)} MiB${rss}`;
  report.check(target.name, failures.length === 0, seen);
  for (const { seed, batch, counterexample, reason } of failures) {
    process.stdout.write(
      [
        '',
        `  ${target.name}: ${target.promise}`,
        `  again: npm run fuzz -- --target ${target.name} --seed ${seed} --cases ${batch}`,
        ...(counterexample === undefined
          ? []
          : [`  smallest case: ${escapeCharacters(counterexample.slice(0, 4000), INVISIBLE)}`]),
        `  ${reason.slice(0, 4000).replaceAll('\n', '\n  ')}`,
        '',
      ].join('\n'),
    );
  }
}

function mib(bytes: number): number {
  return Math.round(bytes / MIB);
}

void runAll();
