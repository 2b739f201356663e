import { parseArgs } from 'node:util';

export interface BenchOptions {
  /** Alternating rounds of two things that are compared; the report has medians. */
  readonly rounds: number;
  readonly seconds: number;
  readonly connections: number;
  /** Only routes and experiments whose name contains one of these. */
  readonly only: readonly string[];
  /** Versions of the large list. */
  readonly versions: number;
  /** Of the Registry that the routes are asked of, and of the memory experiment. */
  readonly workers: number;
  /** Of mixed load in the memory experiment; a part of a minute is allowed, for trying it out. */
  readonly minutes: number;
  readonly json: string | undefined;
  readonly markdown: string | undefined;
  /** Profiles the routes into this directory instead of measuring them. */
  readonly profile: string | undefined;
}

/** The flags of `npm run bench -- ...`; throws what is wrong with them. */
export function parseOptions(argv: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      rounds: { type: 'string', default: '3' },
      seconds: { type: 'string', default: '5' },
      connections: { type: 'string', default: '16' },
      only: { type: 'string', multiple: true, default: [] },
      versions: { type: 'string', default: '100000' },
      workers: { type: 'string', default: '1' },
      minutes: { type: 'string', default: '10' },
      json: { type: 'string' },
      markdown: { type: 'string' },
      profile: { type: 'string' },
    },
  });
  return {
    rounds: positive('rounds', values.rounds),
    seconds: positive('seconds', values.seconds),
    connections: positive('connections', values.connections),
    versions: positive('versions', values.versions),
    workers: positive('workers', values.workers),
    minutes: minutesOf(values.minutes),
    only: values.only,
    json: values.json,
    markdown: values.markdown,
    profile: values.profile,
  };
}

/** What `--only` asks for; everything when it asks for nothing. */
export function selection(only: readonly string[]): (name: string) => boolean {
  return (name) => only.length === 0 || only.some((part) => name.includes(part));
}

function positive(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1)
    throw new Error(`--${name} is ${JSON.stringify(text)}; allowed: a whole number from 1`);
  return value;
}

function minutesOf(text: string): number {
  const value = Number(text);
  // Below it there are too few samples to speak of a trend.
  if (!Number.isFinite(value) || value < 0.5)
    throw new Error(`--minutes is ${JSON.stringify(text)}; allowed: a number from 0.5`);
  return value;
}
