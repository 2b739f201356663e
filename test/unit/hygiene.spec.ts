import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findsSecrets, HYGIENE_RULES } from '../../src/core/hygiene/rules';
import { loadCorpus } from '../hygiene/corpus';
import { measure, measurementRow, scanCase } from '../hygiene/measure';

const cases = loadCorpus();
const { rows, missed, wrong } = measure(cases);
const manual = readFileSync(join(__dirname, '../../docs/hygiene.md'), 'utf8').split('\n');
/** Shorter pieces of a random value also turn up by chance. */
const WINDOW = 6;

describe('the hygiene corpus', () => {
  it('has enough planted cases and near misses, some of each for every rule', () => {
    const all = rows.find(({ rule }) => rule === 'all')!;
    expect([all.planted, all.nearMisses].every((count) => count >= 300)).toBe(true);
    expect(rows.filter(({ planted, nearMisses }) => planted < 3 || nearMisses < 6)).toEqual([]);
  });

  it('is judged as documented: these are missed, and nothing is refused wrongly', () => {
    expect(wrong).toEqual([]);
    expect(missed.map((one) => one.replace(/ -> .*$/, ''))).toEqual([
      'local-path: "-I/home/ada/include"',
      'local-path: "~ada/project"',
      'local-path: "/root/.ssh/config"',
      'high-entropy-secret: ["password","correct-horse-battery-staple"]',
      'high-entropy-secret: ["token","orange-table-seven-river"]',
      'private-url: "It listens on localhost:3000."',
      'private-url: "curl 10.0.0.5:9200/_cat"',
    ]);
  });

  it('shows no part of a planted secret in any hit', () => {
    const planted = cases.filter(({ rule, isPlanted }) => isPlanted && findsSecrets(rule));
    for (const one of planted) {
      const shown = JSON.stringify(scanCase(one).hits);
      for (const value of one.madeUp) expect(piecesOf(value).filter((piece) => shown.includes(piece))).toEqual([]);
    }
  });
});

describe('docs/hygiene.md', () => {
  it('has one row per rule, with what it finds and how to fix a hit', () => {
    const expected = HYGIENE_RULES.map(({ id, finds, fix }) => `| \`${id}\` | ${finds} | ${fix} |`);
    expect(manual.filter((line) => HYGIENE_RULES.some(({ id }) => line.startsWith(`| \`${id}\` | `)))).toEqual(
      expect.arrayContaining(expected),
    );
  });

  it('states the measured precision and recall', () => {
    const start = manual.findIndex((line) => line.startsWith('| rule | planted'));
    expect(manual.slice(start + 2, start + 2 + rows.length)).toEqual(rows.map(measurementRow));
  });
});

/** Without armor lines and the issuer's public prefix, the longest of which is that of age keys. */
function piecesOf(value: string): string[] {
  const secret = value.replace(/-----[^\n]*-----/g, '').slice(Math.min(16, value.length / 2));
  return Array.from({ length: Math.max(0, secret.length - WINDOW + 1) }, (_, at) => secret.slice(at, at + WINDOW));
}
