import { Command, Option } from 'commander';
import { LOCAL_AUTHORITY, buildLocalBundle } from '../../core/bundle/local-bundle';
import { localPublishRequest, type LocalParts } from '../../core/bundle/local-request';
import { HYGIENE_MODES, type HygieneMode } from '../../core/hygiene/refuse-hits';
import { textOf } from '../../core/json/json-value';
import { normalisePackage } from '../../core/package-rules/normalise-package';
import { packageHygiene } from '../../core/package-rules/package-hygiene';
import { parsePackageRequest } from '../../core/package-rules/package-request';
import { wireTimestamp } from '../../core/timestamp';
import { checked } from '../checked';
import { usageError } from '../cli-error';
import type { Console } from '../console';
import { readJsonFile, readWholeFile, writeWholeFile } from '../files';
import { showHygieneHits } from '../hygiene-hits';
import { jsonFile } from '../json-output';
import { signingKey, type SigningKeyFlags } from '../signing-key';

interface Flags extends SigningKeyFlags {
  readonly request?: string;
  readonly definition?: string;
  readonly manifest?: string;
  readonly lock?: string;
  readonly lineage?: string;
  readonly readme?: string;
  readonly packageId?: string;
  readonly packageVersion?: string;
  readonly projectRef?: string;
  readonly productRevisionRef?: string;
  readonly developerRevisionRef?: string;
  readonly contractSignature?: string;
  readonly publisherId: string;
  readonly publisherType: string;
  readonly issuedAt?: string;
  readonly hygiene: HygieneMode;
  readonly output?: string;
}

const HELP = `
The parts pass the same checks as at a Registry and get the same digests, execution signature and receipt, under your
key and the authority ${LOCAL_AUTHORITY}. The bundle verifies offline and can be published later. With --issued-at the
same parts give the same bytes. Hygiene hits (docs/hygiene.md) are shown one by one.

What is not given by a flag comes from the request file, then: id and version from the manifest (package_id; version or
package_version), the refs and the contract signature from the lineage, the contract signature then from the
definition's compiled_contract_identity, and at last from the digest of the definition.

The signing key file holds what anip-registry-keygen prints (with or without --json), or the base64 of a private key
or seed, and then needs --key-id. Without it the public development key signs, which proves nothing.

Exit codes:
  0  the bundle was built
  1  a part could not be read, or breaks a rule
  2  wrong usage

Examples:
  anip-registry-keygen --key-id team-a-2026 --json > team-a.key.json
  anip package build-local --definition definition.json --manifest manifest.json --lock lock.json \\
      --lineage lineage.json --package-id city-library-lending --package-version 1.0.0 \\
      --signing-key-file team-a.key.json --output city-library-lending-1.0.0.anip-package.json
  anip verify --package-bundle city-library-lending-1.0.0.anip-package.json
  anip package build-local --request demo/city-library-lending-1.0.0.request.json --output bundle.json`;

const NAMELESS =
  'a package without id or version (give --package-id and --package-version, or a manifest that has them)';

export function buildLocalCommand(console: Console): Command {
  return new Command('build-local')
    .description('Build a signed portable bundle from a service definition, without a Registry.')
    .option('--request <file>', 'a publish request to start from')
    .option('--definition <file>', 'the service definition (JSON)')
    .option('--manifest <file>', 'the manifest (JSON)')
    .option('--lock <file>', 'the recommended lock (JSON)')
    .option('--lineage <file>', 'the lineage (JSON)')
    .option('--readme <file>', 'the README (Markdown)')
    .option('--package-id <id>', 'the id of the package')
    .option('--package-version <version>', 'its version')
    .option('--project-ref <ref>', 'the project it comes from')
    .option('--product-revision-ref <ref>', 'the product revision it comes from')
    .option('--developer-revision-ref <ref>', 'the developer revision it comes from')
    .option('--contract-signature <signature>', 'the signature of the contract')
    .option('--publisher-id <id>', 'who signs, as stated in the receipt', LOCAL_AUTHORITY)
    .option('--publisher-type <type>', 'what kind of publisher that is', 'local')
    .option('--signing-key-file <file>', 'the Ed25519 private key that signs (default: the development key)')
    .option('--key-id <id>', 'the id of that key, when the file does not hold it')
    .option('--issued-at <time>', 'the time in the receipt, YYYY-MM-DDTHH:MM:SSZ (default: now)')
    .addOption(
      new Option('--hygiene <mode>', 'what becomes of hygiene hits, as at the Registry that the bundle is for')
        .choices(HYGIENE_MODES)
        .default('enforce'),
    )
    .option('--output <file>', 'write the bundle to this file instead of stdout')
    .addHelpText('after', HELP)
    .action((flags: Flags) => run(flags, console));
}

function run(flags: Flags, console: Console): void {
  const publishedAt = issuedAt(flags.issuedAt);
  if (flags.request === undefined && flags.definition === undefined) {
    throw usageError('name a service definition by --definition, or a publish request by --request');
  }
  const request = localPublishRequest(readParts(flags));
  const [id, version] = [textOf(request.package_id), textOf(request.package_version)];
  const label = id === '' || version === '' ? NAMELESS : `${id}@${version}`;
  const publisher = { publisherId: flags.publisherId, publisherType: flags.publisherType };
  const key = signingKey(flags, console);
  if (flags.hygiene !== 'off') {
    showHygieneHits(console, () => packageHygiene(normalisePackage(parsePackageRequest(request))));
  }
  const bundle = checked(label, () => buildLocalBundle(request, { key, publisher, publishedAt }, flags.hygiene));
  if (flags.output === undefined) {
    console.result(jsonFile(bundle));
    return;
  }
  writeWholeFile(flags.output, jsonFile(bundle));
  console.result(`wrote the bundle of ${label}, signed by ${key.keyId}, to ${flags.output}\n`);
}

function readParts(flags: Flags): LocalParts {
  const optional = <T>(path: string | undefined, read: (path: string) => T): T | undefined =>
    path === undefined ? undefined : read(path);
  return {
    request: optional(flags.request, readJsonFile),
    definition: optional(flags.definition, readJsonFile),
    manifest: optional(flags.manifest, readJsonFile),
    lock: optional(flags.lock, readJsonFile),
    lineage: optional(flags.lineage, readJsonFile),
    readme: optional(flags.readme, (path) => readWholeFile(path).toString('utf8')),
    packageId: flags.packageId,
    packageVersion: flags.packageVersion,
    projectRef: flags.projectRef,
    productRevisionRef: flags.productRevisionRef,
    developerRevisionRef: flags.developerRevisionRef,
    contractSignature: flags.contractSignature,
  };
}

function issuedAt(given: string | undefined): string {
  if (given === undefined) return wireTimestamp(new Date());
  const time = new Date(given);
  if (!Number.isNaN(time.getTime()) && wireTimestamp(time) === given) return given;
  throw usageError('--issued-at is no time of the form YYYY-MM-DDTHH:MM:SSZ');
}
