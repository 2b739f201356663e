import { parseArgs } from 'node:util';

export interface GrowthOptions {
  /** Sizes of the store, each one filled and measured by itself. */
  readonly versions: readonly number[];
  readonly rounds: number;
  readonly seconds: number;
  readonly connections: number;
  readonly isAudited: boolean;
  readonly json: string | undefined;
  readonly markdown: string | undefined;
}

/** The flags of `npm run bench:growth -- ...`; throws what is wrong with them. */
export function parseGrowthOptions(argv: readonly string[]): GrowthOptions {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      versions: { type: 'string', default: '1000,100000' },
      rounds: { type: 'string', default: '3' },
      seconds: { type: 'string', default: '2' },
      connections: { type: 'string', default: '2' },
      'no-audit': { type: 'boolean', default: false },
      json: { type: 'string' },
      markdown: { type: 'string' },
    },
  });
  return {
    versions: values.versions.split(',').map((size) => whole('versions', size)),
    rounds: whole('rounds', values.rounds),
    seconds: whole('seconds', values.seconds),
    connections: whole('connections', values.connections),
    isAudited: !values['no-audit'],
    json: values.json,
    markdown: values.markdown,
  };
}

function whole(name: string, text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  throw new Error(`--${name} has ${JSON.stringify(text)}; allowed: whole numbers from 1, several sizes with commas`);
}
