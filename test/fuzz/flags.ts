import { parseArgs } from 'node:util';

export interface FuzzFlags {
  readonly seed: number;
  /** Of all targets together, or of the one that `targets` names. */
  readonly cases: number | undefined;
  readonly targets: readonly string[];
  /** Of all targets together. */
  readonly minutes: number | undefined;
}

export const USAGE = `npm run fuzz -- [--seed N] [--cases N] [--target NAME[,NAME]] [--minutes N]

  --seed     where the made-up cases begin (default: a new one, which is printed)
  --cases    how many in all; several targets share them as the table of docs/fuzzing.md says (default: 10000)
  --target   only these targets (default: all)
  --minutes  no batch begins after so many minutes`;

/** @throws Error for a flag or a value that is not known */
export function readFlags(args: readonly string[], known: readonly string[]): FuzzFlags {
  const text = { type: 'string' } as const;
  const options = { seed: text, cases: text, target: text, minutes: text };
  const { values } = parseArgs({ args: [...args], options });
  const targets = values.target?.split(',') ?? known;
  const unknown = targets.find((name) => !known.includes(name));
  if (unknown !== undefined) throw new Error(`--target ${unknown} is none of ${known.join(', ')}`);
  return {
    seed: numberOf('seed', values.seed, -(2 ** 31)) ?? Math.floor(Math.random() * 2 ** 31),
    cases: numberOf('cases', values.cases, 1),
    targets,
    minutes: numberOf('minutes', values.minutes, 1),
  };
}

function numberOf(name: string, text: string | undefined, least: number): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text !== '' && Number.isSafeInteger(value) && value >= least && value < 2 ** 31) return value;
  throw new Error(`--${name} is ${text}; allowed is a whole number from ${least}`);
}
