import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HygieneRuleId } from '../../src/core/hygiene/rules';
import type { JsonValue } from '../../src/core/json/json-value';
import { MadeUpValues } from './made-up-values';

/**
 * One file per kind of rule. A text stands for a README, a list for a member and its text, an object for a document.
 * `{{...}}` is filled with a made-up value; what `inContexts` names is put into each of some sentences in turn.
 */
interface Group {
  readonly rule: HygieneRuleId;
  readonly planted: readonly Entry[];
  readonly nearMisses: readonly Entry[];
  readonly inContexts?: boolean;
}
type Entry = string | readonly [member: string, text: string] | Readonly<Record<string, JsonValue>>;

export interface CorpusCase {
  readonly rule: HygieneRuleId;
  readonly isPlanted: boolean;
  readonly name: string;
  readonly document: JsonValue;
  /** The made-up values in it. */
  readonly madeUp: readonly string[];
}

const DIRECTORY = join(__dirname, 'corpus');
const SEED = 20_261_122;
const CONTEXTS = [
  'The call carries `@` and nothing else.',
  'Set it before the first start:\n\n```sh\nexport SERVICE_CREDENTIAL_FILE_CONTENT="@"\n```\n',
  '{"note": "from the last run", "used": "@"}',
];

/** Every case of the corpus, the same in every run. */
export function loadCorpus(): CorpusCase[] {
  const values = new MadeUpValues(SEED);
  const files = readdirSync(DIRECTORY).sort();
  const groups = files.flatMap((file) => JSON.parse(readFileSync(join(DIRECTORY, file), 'utf8')) as Group[]);
  return groups.flatMap(({ rule, planted, nearMisses, inContexts = false }) => {
    const casesOf = (entries: readonly Entry[], isPlanted: boolean): CorpusCase[] =>
      entries.flatMap((entry) =>
        variantsOf(entry, inContexts).map((variant) => ({
          rule,
          isPlanted,
          name: JSON.stringify(entry).slice(0, 100),
          document: documentOf(variant, values),
          madeUp: values.takeMade(),
        })),
      );
    return [...casesOf(planted, true), ...casesOf(nearMisses, false)];
  });
}

function variantsOf(entry: Entry, inContexts: boolean): readonly Entry[] {
  return inContexts && typeof entry === 'string'
    ? CONTEXTS.map((context) => context.replace('@', () => entry))
    : [entry];
}

function documentOf(entry: Entry, values: MadeUpValues): JsonValue {
  if (typeof entry === 'string') return values.fill(entry);
  if (isPair(entry)) return { [entry[0]]: values.fill(entry[1]) };
  return JSON.parse(JSON.stringify(entry), (_, value: unknown) =>
    typeof value === 'string' ? values.fill(value) : value,
  ) as JsonValue;
}

function isPair(entry: Entry): entry is readonly [string, string] {
  return Array.isArray(entry);
}
