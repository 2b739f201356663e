import { median, spread } from './statistics';

/** Two things measured in turn in one run, and how they relate. */
export interface Comparison {
  readonly name: string;
  /** What is measured, with its unit: `requests/s`, `ms to ready`. */
  readonly unit: string;
  readonly better: Better;
  readonly ours: number;
  readonly theirs: number;
  /** Ours by theirs, of every round. */
  readonly ratios: readonly number[];
  /** Median of the rounds' own ratios, since what disturbs a round disturbs both halves of it. */
  readonly ratio: number;
  /** As a share of the ratio. */
  readonly ratioSpread: number;
  readonly goal: number | undefined;
  readonly reached: boolean | undefined;
}

/** Which ratios are good ones: of requests per second the high ones, of time and memory the low ones. */
export type Better = 'higher' | 'lower';

export interface Round {
  readonly ours: number;
  readonly theirs: number;
}

export interface Question {
  readonly name: string;
  readonly unit: string;
  readonly better: Better;
  readonly goal?: number;
}

/** @throws when there is no round, or one has a number that nothing can be divided by */
export function compare(question: Question, rounds: readonly Round[]): Comparison {
  const { name, unit, better, goal } = question;
  const ratios = rounds.map(({ ours, theirs }) => ours / theirs);
  if (ratios.length === 0 || !ratios.every(Number.isFinite)) {
    throw new Error(`${name}: ${JSON.stringify(rounds)} has no ratio in each round`);
  }
  const ratio = median(ratios);
  return {
    name,
    unit,
    better,
    ours: median(rounds.map(({ ours }) => ours)),
    theirs: median(rounds.map(({ theirs }) => theirs)),
    ratios,
    ratio,
    ratioSpread: spread(ratios),
    goal,
    reached: goal === undefined ? undefined : better === 'higher' ? ratio >= goal : ratio <= goal,
  };
}

/** Runs two measurements in turn; every other round begins with the second, so that neither always comes first. */
export async function alternate<T>(
  rounds: number,
  ours: (round: number) => Promise<T>,
  theirs: (round: number) => Promise<T>,
): Promise<readonly { readonly ours: T; readonly theirs: T }[]> {
  const results: { ours: T; theirs: T }[] = [];
  for (let round = 0; round < rounds; round += 1) {
    if (round % 2 === 0) results.push({ ours: await ours(round), theirs: await theirs(round) });
    else {
      const second = await theirs(round);
      results.push({ ours: await ours(round), theirs: second });
    }
  }
  return results;
}
