import { parseArgs } from 'node:util';

export interface BenchOptions {
  /** Alternating rounds of ceiling and route; the report has medians. */
  readonly rounds: number;
  readonly seconds: number;
  readonly connections: number;
  /** Only routes whose name contains one of these. */
  readonly only: readonly string[];
  /** Versions of the large list. */
  readonly versions: number;
  readonly workers: number;
  readonly json: string | undefined;
  readonly markdown: string | undefined;
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
      json: { type: 'string' },
      markdown: { type: 'string' },
    },
  });
  return {
    rounds: positive('rounds', values.rounds),
    seconds: positive('seconds', values.seconds),
    connections: positive('connections', values.connections),
    versions: positive('versions', values.versions),
    workers: positive('workers', values.workers),
    only: values.only,
    json: values.json,
    markdown: values.markdown,
  };
}

function positive(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1)
    throw new Error(`--${name} is ${JSON.stringify(text)}; allowed: a whole number from 1`);
  return value;
}
