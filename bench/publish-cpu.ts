import { DEV_KEY_ID, devSigningSeed } from '../src/config/dev-signer';
import { signEd25519, signingKeyFromSeed } from '../src/core/ed25519';
import { parseJson } from '../src/core/json/parse-json';
import { checkPackage } from '../src/core/package-rules/check-package';
import { normalisePackage } from '../src/core/package-rules/normalise-package';
import { packageDocuments } from '../src/core/package-rules/package-documents';
import { packageHygiene } from '../src/core/package-rules/package-hygiene';
import { parsePackageRequest, type PackageRequest } from '../src/core/package-rules/package-request';
import { sealPackage } from '../src/core/package-rules/seal-package';
import { sampleOf } from './samples';
import { median } from './statistics';

const KIB = 1024;
const SIZES = { '53 KB': 53_000, '237 KB': 237_000, '350 KB': 350_000, '1 MiB': KIB * KIB };
const ROUNDS = 100;
/** Until the compiler has seen what a Registry that has been up for some minutes has. */
const WARM_UP = 150;
const GOAL = 4;
const KEY = signingKeyFromSeed(DEV_KEY_ID, devSigningSeed());
const PUBLISHER = { publisherId: 'bench', publisherType: 'local' };
const PUBLISHED_AT = '2026-10-01T12:00:00Z';
const COLUMNS = ['request', 'JSON.parse + stringify', 'parse', 'canonical forms', 'hygiene', 'other rules', 'seal'];
const TOTALS = ['all of it', 'ratio', 'goal', 'signing'];

/**
 * `npm run bench:publish`: the CPU time of what a publish computes, next to `JSON.parse` and `JSON.stringify` of the same
 * body, in one process and in turn; medians in ms. "All of it" is measured as one; the parts before it are measured
 * apart and need not add up. Signing is a part of sealing; it is subtracted there and shown by itself.
 */
function main(): void {
  const columns = [...COLUMNS, ...TOTALS];
  console.log(`| ${columns.join(' | ')} |`);
  console.log(
    `| --- | ${columns
      .slice(1)
      .map(() => '---:')
      .join(' | ')} |`,
  );
  for (const [label, bytes] of Object.entries(SIZES)) {
    const body = Buffer.from(JSON.stringify(sampleOf(label, bytes, '1.0.0').request));
    const works = worksOn(body);
    const rounds = Array.from({ length: ROUNDS + WARM_UP }, () => works.map(millisecondsOf)).slice(WARM_UP);
    const [floor = 0, parse = 0, forms = 0, hygiene = 0, check = 0, seal = 0, all = 0, signing = 0] = works.map(
      (_, work) => median(rounds.map((round) => round[work] ?? 0)),
    );
    const parts = [floor, parse, forms, hygiene, check - forms - hygiene, seal - signing];
    const ours = all - signing;
    const totals = [ours.toFixed(2), (ours / floor).toFixed(2), GOAL, signing.toFixed(2)];
    const cells = [`${label} (${body.length} B)`, ...parts.map((part) => part.toFixed(2)), ...totals];
    console.log(`| ${cells.join(' | ')} |`);
  }
}

/** In the order of the results that `main` takes. */
function worksOn(body: Buffer): readonly (() => unknown)[] {
  const request = read(body);
  const documents = packageDocuments(request);
  return [
    () => JSON.stringify(JSON.parse(body.toString('utf8'))),
    () => read(body),
    () => packageDocuments(request),
    () => packageHygiene(request, documents),
    () => checkPackage(request, PUBLISHER),
    () => sealPackage(request, { documents, publisher: PUBLISHER, publishedAt: PUBLISHED_AT, key: KEY }),
    () => publish(body),
    () => signEd25519(body.subarray(0, KIB), KEY),
  ];
}

function publish(body: Buffer): unknown {
  const request = read(body);
  const documents = checkPackage(request, PUBLISHER);
  return sealPackage(request, { documents, publisher: PUBLISHER, publishedAt: PUBLISHED_AT, key: KEY });
}

function read(body: Buffer): PackageRequest {
  return normalisePackage(parsePackageRequest(parseJson(body)));
}

function millisecondsOf(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const used = process.cpuUsage(before);
  return (used.user + used.system) / 1000;
}

main();
