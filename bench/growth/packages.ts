import { devSigningSeed, DEV_KEY_ID } from '../../src/config/dev-signer';
import type { DigestedBytes } from '../../src/core/digest';
import { signingKeyFromSeed } from '../../src/core/ed25519';
import { isObject, member, textOf, type JsonObject } from '../../src/core/json/json-value';
import { parseJson } from '../../src/core/json/parse-json';
import type { LifecycleStatus } from '../../src/core/lifecycle';
import { checkPackage } from '../../src/core/package-rules/check-package';
import { normalisePackage } from '../../src/core/package-rules/normalise-package';
import { parsePackageRequest } from '../../src/core/package-rules/package-request';
import { sealPackage } from '../../src/core/package-rules/seal-package';
import { signReceipt } from '../../src/core/receipt';
import { wireTimestamp } from '../../src/core/timestamp';
import { samplePackage } from '../../test/support/demo-requests';
import { documentsOf, versionRowOf, type VersionRow } from '../../test/support/insert-versions';
import { longTailed, pickSkewed, type Random } from './random';
import { packageText, PUBLISHERS, type PackageText } from './vocabulary';

export const KEY = signingKeyFromSeed(DEV_KEY_ID, devSigningSeed());
const SAMPLE = JSON.stringify(withoutVersions(samplePackage() as JsonObject));
const NO_TIME = '1970-01-01T00:00:00Z';
const YANKED_SHARE = 0.01;
const DEPRECATED_SHARE = 0.06;

/** What the versions of a package share: documents, texts and publisher. */
export interface MadePackage {
  readonly row: VersionRow;
  readonly lineage: JsonObject | undefined;
  readonly documents: readonly DigestedBytes[];
}

/**
 * A package that publishing accepts: it has passed the rules and is sealed by the same code. Its versions share its
 * documents, so these name no version; a receipt, which does, is made for each by `versionOf`.
 */
export function makePackage(random: Random, index: number, isRare: boolean): MadePackage {
  const text = packageText(random, index, isRare);
  const request = normalisePackage(parsePackageRequest(parseJson(Buffer.from(requestText(text)))));
  const publisher = { publisherId: pickSkewed(random, PUBLISHERS), publisherType: 'organisation' };
  const documents = checkPackage(request, publisher);
  const sealed = sealPackage(request, { documents, publisher, publishedAt: NO_TIME, key: KEY });
  const specVersion = textOf(member(request.manifest, 'anip_spec_version'));
  const search = { ...text, keywords: text.capabilities, specVersion };
  return { row: versionRowOf(sealed, { search }), lineage: request.lineage, documents: documentsOf(sealed) };
}

/** The package's version of this number, published at `time` (seconds since 1970). */
export function versionOf(
  { row, lineage }: Omit<MadePackage, 'documents'>,
  number: number,
  time: number,
  random: Random,
): VersionRow {
  const packageVersion = `1.${number}.0`;
  const publishedAt = wireTimestamp(new Date(time * 1000));
  const receipt = signReceipt({ ...row, packageVersion, lineage, issuedAt: publishedAt }, KEY);
  return { ...row, packageVersion, publishedAt, receipt, status: statusOf(random()), downloads: longTailed(random) };
}

function statusOf(chance: number): LifecycleStatus {
  if (chance < YANKED_SHARE) return 'yanked';
  return chance < DEPRECATED_SHARE ? 'deprecated' : 'active';
}

/** The sample's request with other names wherever they stand; texts of the vocabulary need no escapes in JSON. */
function requestText({ id, title, summary, domain, capabilities: [first, second, third] }: PackageText): string {
  return SAMPLE.replaceAll('city-library-lending', id)
    .replaceAll('City library lending', title)
    .replaceAll('Find, lend and renew titles of a public library.', summary)
    .replaceAll('"library"', `"${domain}"`)
    .replaceAll('library.title.search', first)
    .replaceAll('library.loan.request', second)
    .replaceAll('library.loan.renew', third);
}

function withoutVersions(request: JsonObject): JsonObject {
  const { version, package_version, ...manifest } = request.manifest as Record<string, JsonObject[string]>;
  if (version !== package_version || !isObject(manifest)) throw new Error('the sample names two versions');
  return { ...request, package_version: '1.0.0', manifest };
}
