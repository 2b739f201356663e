import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import ts from 'typescript';

/**
 * `npm run fuzz:regex`: runs every regular expression of the sources on texts that are made to hurt it, and tells those
 * whose time grows faster than their text. A measurement, so it is no part of `npm test`.
 */
const SOURCES = join(__dirname, '../../src');
const SMALL = 2_048;
/** Linear time grows eightfold, quadratic time sixty-four times. */
const GROWTH = 8;
const MAX_RATIO = 24;
/** Below this a difference is noise of the machine. */
const WORTH_A_LOOK_MS = 2;

interface Found {
  readonly where: string;
  readonly expression: RegExp;
}

function main(): void {
  const built = recordBuiltExpressions();
  const files = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'))
    .map((file) => join(SOURCES, file));
  const literals = files.flatMap(literalsOf);
  // What is put together from parts exists once its file has run.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  for (const file of files.filter((path) => /\/src\/(core|config|http)\//.test(path))) require(file);
  const found = [...literals, ...built];
  const slow = found
    .map((one) => ({ ...one, worst: worstOf(one.expression) }))
    .filter(({ worst }) => worst !== undefined);
  console.log(
    `${literals.length} literals and ${built.length} built expressions, of which ${slow.length} grow too fast`,
  );
  for (const { where, expression, worst } of slow) console.log(`${where}  ${String(expression)}  ${worst ?? ''}`);
  process.exitCode = slow.length === 0 ? 0 : 1;
}

function literalsOf(file: string): Found[] {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  const found: Found[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node)) {
      const end = node.text.lastIndexOf('/');
      const { line } = source.getLineAndCharacterOfPosition(node.getStart());
      found.push({
        where: `${relative(SOURCES, file)}:${line + 1}`,
        expression: new RegExp(node.text.slice(1, end), node.text.slice(end + 1)),
      });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** Expressions that the sources build while they are loaded. */
function recordBuiltExpressions(): Found[] {
  const built: Found[] = [];
  const Original = globalThis.RegExp;
  globalThis.RegExp = new Proxy(Original, {
    construct(target, [pattern, flags]: [string, string | undefined]) {
      const expression = new target(pattern, flags);
      const where = /src\/([\w./-]+:\d+)/.exec(new Error().stack?.split('\n').slice(2).join('\n') ?? '')?.[1];
      if (where !== undefined) built.push({ where, expression });
      return expression;
    },
  });
  return built;
}

/** The text that hurts most, if one does. */
function worstOf(expression: RegExp): string | undefined {
  for (const text of textsAgainst(expression)) {
    if (timeOf(expression, text(SMALL * GROWTH)) < WORTH_A_LOOK_MS) continue;
    const [small, large] = [best(expression, text(SMALL)), best(expression, text(SMALL * GROWTH))];
    if (large > WORTH_A_LOOK_MS && large / small > MAX_RATIO) {
      return `${small.toFixed(2)} ms -> ${large.toFixed(2)} ms on ${JSON.stringify(text(8))}`;
    }
  }
  return undefined;
}

/**
 * A run of one or two of the characters that the expression names or might mean by a class, after each of its own
 * beginnings, before a character that it does not expect.
 */
function textsAgainst({ source }: RegExp): readonly ((length: number) => string)[] {
  const named = [...new Set(source.replace(/\\[a-zA-Z]/g, '').replace(/[\\^$*+?()[\]{}|]/g, ''))].slice(0, 24);
  const pumps = [
    ...new Set([...named, 'a', 'A', '0', ' ', '\t', '-', '.', '/', '"', '\\', '[', '(', '{', '<', '%', '=']),
  ];
  const pairs = named.slice(0, 8).flatMap((left) => ['a', '0', ' ', ...named.slice(0, 8)].map((right) => left + right));
  const literal = /^\^?([\w /:.@-]{2,})/.exec(source)?.[1] ?? '';
  return ['', ...(literal === '' ? [] : [literal])].flatMap((start) =>
    [...pumps, ...pairs].flatMap((pump) =>
      ['', '\u0000', '!\n'].map(
        (end) => (length: number) => start + pump.repeat(Math.ceil(length / pump.length)) + end,
      ),
    ),
  );
}

/** As the sources use it: over the whole text when it is global, from its beginning when it is sticky. */
function timeOf(expression: RegExp, text: string): number {
  const copy = new RegExp(expression.source, expression.flags);
  const startedAt = performance.now();
  if (copy.global) text.replace(copy, '');
  else copy.test(text);
  return performance.now() - startedAt;
}

function best(expression: RegExp, text: string): number {
  return Math.min(timeOf(expression, text), timeOf(expression, text), timeOf(expression, text));
}

main();
