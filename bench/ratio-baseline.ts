import type { Better, Comparison } from './comparison';
import type { MachineFacts } from './machine-facts';
import { median, robustSpread } from './statistics';

/** `bench/baseline.json`: what ratios were when the speed was last looked at and found good. */
export interface Baseline {
  readonly facts: MachineFacts;
  readonly entries: readonly BaselineEntry[];
}

export interface BaselineEntry {
  readonly name: string;
  readonly better: Better;
  readonly ratio: number;
  /** How much worse the median may be, as a share; `--update` derives it from the spread of its rounds. */
  readonly bound: number;
}

export interface Verdict {
  readonly name: string;
  readonly outcome: 'same' | 'better' | 'worse' | 'new' | 'not measured';
  readonly baseline: number | undefined;
  readonly measured: number | undefined;
  /** As a share of the baseline, negative for the worse; none where there is nothing to compare. */
  readonly change: number | undefined;
  readonly bound: number | undefined;
}

/** What the same code differs by from run to run, however close the rounds of one run are to each other. */
const MIN_BOUND = 0.15;
/** A check that lets more pass would not be one. */
const MAX_BOUND = 0.35;
const SPREADS = 3;

/** The ratios that scatter more than a bound may allow: the machine was too busy to make a baseline of. */
export function restless(comparisons: readonly Comparison[]): readonly string[] {
  return comparisons.filter(({ ratios }) => SPREADS * robustSpread(ratios) > MAX_BOUND).map(({ name }) => name);
}

export function baselineOf(facts: MachineFacts, comparisons: readonly Comparison[]): Baseline {
  const entries = comparisons.map(({ name, better, ratios }) => ({
    name,
    better,
    ratio: rounded(median(ratios)),
    bound: rounded(Math.min(MAX_BOUND, Math.max(MIN_BOUND, SPREADS * robustSpread(ratios)))),
  }));
  return { facts, entries };
}

/** One verdict for everything that the baseline or the run has, in the order of the baseline. */
export function judge(baseline: Baseline, comparisons: readonly Comparison[]): readonly Verdict[] {
  const measured = new Map(comparisons.map((comparison) => [comparison.name, comparison]));
  const known = new Set(baseline.entries.map(({ name }) => name));
  const further = comparisons.filter(({ name }) => !known.has(name));
  return [
    ...baseline.entries.map((entry) => judgeEntry(entry, measured.get(entry.name)?.ratios)),
    ...further.map(({ name, ratio }): Verdict => ({ ...NOTHING, name, outcome: 'new', measured: ratio })),
  ];
}

/**
 * A change counts when the median of the rounds is beyond the bound and every single round lies on that side of the
 * baseline: a bound alone fails on one bad round in three, the rounds alone on a change too small to matter.
 */
export function judgeEntry(entry: BaselineEntry, ratios: readonly number[] | undefined): Verdict {
  const { name, better, ratio: before, bound } = entry;
  if (ratios === undefined) return { ...NOTHING, name, outcome: 'not measured', baseline: before, bound };
  const changes = ratios.map((ratio) => (better === 'higher' ? ratio / before : before / ratio) - 1);
  const change = median(changes);
  const isWorse = change < -bound && Math.max(...changes) < 0;
  const isBetter = change > bound && Math.min(...changes) > 0;
  const outcome = isWorse ? 'worse' : isBetter ? 'better' : 'same';
  return { name, outcome, baseline: before, measured: median(ratios), change, bound };
}

/** What a run of the check is failed by: a route that nobody measures any more cannot be seen getting slower. */
export function failures(verdicts: readonly Verdict[]): readonly Verdict[] {
  return verdicts.filter(({ outcome }) => outcome === 'worse' || outcome === 'not measured');
}

/** What others may take of the CPU time without making a difference doubtful. */
export const QUIET_SHARE = 0.25;

/**
 * 0: nothing got worse. 1: something did. 2: something looks worse, but others took so much of the machine meanwhile that
 * nobody can say whether it is; to be asked again when they are done.
 */
export function exitCodeOf(verdicts: readonly Verdict[], othersShare: number): 0 | 1 | 2 {
  const failed = failures(verdicts);
  if (failed.length === 0) return 0;
  const isDoubtful = othersShare > QUIET_SHARE && failed.every(({ outcome }) => outcome === 'worse');
  return isDoubtful ? 2 : 1;
}

const NOTHING = { baseline: undefined, measured: undefined, change: undefined, bound: undefined };

function rounded(value: number): number {
  return Number(value.toPrecision(4));
}
