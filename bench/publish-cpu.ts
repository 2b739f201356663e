import { DEV_KEY_ID, devSigningSeed } from '../src/config/dev-signer';
import { signEd25519, signingKeyFromSeed } from '../src/core/ed25519';
import { parseJson } from '../src/core/json/parse-json';
import { checkPackage } from '../src/core/package-rules/check-package';
import { normalisePackage } from '../src/core/package-rules/normalise-package';
import { parsePackageRequest } from '../src/core/package-rules/package-request';
import { sealPackage } from '../src/core/package-rules/seal-package';
import { sampleOf } from './samples';
import { median } from './statistics';

const KIB = 1024;
const SIZES = { '53 KB': 53_000, '350 KB': 350_000, '1 MiB': KIB * KIB };
const ROUNDS = 100;
const WARM_UP = 60;
const GOAL = 4;
const KEY = signingKeyFromSeed(DEV_KEY_ID, devSigningSeed());
const PUBLISHER = { publisherId: 'bench', publisherType: 'local' };
const PUBLISHED_AT = '2026-10-01T12:00:00Z';

/**
 * `npm run bench:publish`: what a publish computes, next to `JSON.parse` and `JSON.stringify` of the same body, in one
 * process and in turn. Signing is a part of sealing; it is measured apart and subtracted.
 */
function main(): void {
  console.log('| request | JSON.parse + stringify ms | parse, check, digest ms | ratio | goal | signing ms |');
  console.log('| --- | ---: | ---: | ---: | ---: | ---: |');
  for (const [label, bytes] of Object.entries(SIZES)) {
    const body = Buffer.from(JSON.stringify(sampleOf(label, bytes, '1.0.0').request));
    const rounds = Array.from({ length: ROUNDS + WARM_UP }, () => ({
      floor: millisecondsOf(() => JSON.stringify(JSON.parse(body.toString('utf8')))),
      ours: millisecondsOf(() => seal(body)),
      signing: millisecondsOf(() => signEd25519(body.subarray(0, KIB), KEY)),
    })).slice(WARM_UP);
    const floor = median(rounds.map((round) => round.floor));
    const signing = median(rounds.map((round) => round.signing));
    const ours = median(rounds.map((round) => round.ours)) - signing;
    const cells = [`${label} (${body.length} B)`, floor.toFixed(2), ours.toFixed(2), (ours / floor).toFixed(2), GOAL];
    console.log(`| ${cells.join(' | ')} | ${signing.toFixed(2)} |`);
  }
}

function seal(body: Buffer): unknown {
  const normalised = normalisePackage(parsePackageRequest(parseJson(body)));
  const { definitionBytes } = checkPackage(normalised, PUBLISHER);
  return sealPackage(normalised, { definitionBytes, publisher: PUBLISHER, publishedAt: PUBLISHED_AT, key: KEY });
}

function millisecondsOf(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const used = process.cpuUsage(before);
  return (used.user + used.system) / 1000;
}

main();
