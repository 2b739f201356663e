export interface Matcher {
  readonly label: string;
  readonly operator: string;
  readonly value: string;
}
export interface Selector {
  readonly metric: string;
  readonly matchers: readonly Matcher[];
}
export interface Query {
  readonly selectors: readonly Selector[];
  /** What is grouped or matched by: `by (job)`, `on (instance)`. */
  readonly groupedBy: readonly string[];
}
export interface Series {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** What Prometheus adds to every series when it scrapes; no application knows these. */
export const TARGET_LABELS = ['job', 'instance'];
const GROUPING = /\b(?:by|without|on|ignoring|group_left|group_right)\s*\(([^)]*)\)/g;
const SELECTOR = /([A-Za-z_:][\w:]*)\s*(\{[^}]*\})?(?!\s*\(|[\w:])/g;
const MATCHER = /(\w+)\s*(=~|!~|!=|=)\s*"((?:[^"\\]|\\.)*)"/g;
const WORDS = ['and', 'or', 'unless', 'bool', 'offset'];

/** The selectors and the grouping of an expression, found by its words; promtool is what judges its grammar. */
export function readQuery(expression: string): Query {
  const groupedBy = [...expression.matchAll(GROUPING)].flatMap(([, list = '']) => list.split(','));
  const plain = expression.replaceAll(GROUPING, ' ').replaceAll(/\[[^\]]*\]/g, ' ');
  const selectors = [...plain.matchAll(SELECTOR)]
    .filter(([, name = '']) => !WORDS.includes(name))
    .map(([, metric = '', braces = '']) => ({
      metric,
      matchers: [...braces.matchAll(MATCHER)].map(([, label = '', operator = '', value = '']) => ({
        label,
        operator,
        value,
      })),
    }));
  return { selectors, groupedBy: groupedBy.map((label) => label.trim()).filter((label) => label !== '') };
}

/** The samples of a text in Prometheus' format, without their values. */
export function readSeries(text: string): Series[] {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return lines.map((line) => {
    const [, name = '', labels = ''] = /^([\w:]+)(?:\{(.*)\})? \S+$/.exec(line) ?? [];
    const pairs = [...labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, label, value]) => [label, value]);
    return { name, labels: Object.fromEntries(pairs) as Record<string, string> };
  });
}

/** Whether the selector finds the series, as far as the application decides. */
export function finds({ metric, matchers }: Selector, { name, labels }: Series): boolean {
  return (
    metric === name && matchers.every((matcher) => TARGET_LABELS.includes(matcher.label) || holds(matcher, labels))
  );
}

function holds({ label, operator, value }: Matcher, labels: Series['labels']): boolean {
  const actual = labels[label] ?? '';
  const isEqual = operator.endsWith('~') ? new RegExp(`^(?:${value})$`).test(actual) : actual === value;
  return operator.startsWith('!') ? !isEqual : isEqual;
}
