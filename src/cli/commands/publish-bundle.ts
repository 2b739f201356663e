import { Command } from 'commander';
import { contentDigestsOf, statedContentDigests } from '../../core/bundle/package-digests';
import { publishRequestFromBundle } from '../../core/bundle/publish-request';
import { textOf, type JsonObject } from '../../core/json/json-value';
import { normalisePackage } from '../../core/package-rules/normalise-package';
import { packageHygiene } from '../../core/package-rules/package-hygiene';
import { MAX_PACKAGE_BODY_BYTES, parsePackageRequest } from '../../core/package-rules/package-request';
import { checked } from '../checked';
import type { Console } from '../console';
import { readJsonFile } from '../files';
import { addPublishOptions, publish, PUBLISH_EXIT_CODES, type Publishable, type PublishFlags } from '../publish';

interface Flags extends PublishFlags {
  readonly packageBundle: string;
}

const HELP = `
The file is a portable bundle (*.anip-package.json) or a record as the Registry's download serves it. Identity,
lineage, documents, README, links and implementation materials are taken from it; publisher and time of publication
are decided by the Registry. Hygiene hits (docs/hygiene.md) are shown before anything is sent; the Registry decides
about them.

The token comes from the environment (ANIP_REGISTRY_PUBLISH_TOKEN) or from a file, so that it is in no list of
processes and in no shell history. Answers 429, 502, 503 and lost connections are retried with growing pauses.
Publishing the same content again is a success and prints the same answer.
${PUBLISH_EXIT_CODES}

Examples:
  anip package publish-bundle --package-bundle city-library-lending-1.0.0.anip-package.json \\
      --registry-url https://registry.example.com --publish-token-file /run/secrets/publish-token
  anip package publish-bundle --package-bundle city-library-lending-1.0.0.anip-package.json --output request.json`;

export function publishBundleCommand(console: Console): Command {
  const command = new Command('publish-bundle')
    .description('Publish the package of a bundle, or make the publish request of it.')
    .requiredOption('--package-bundle <file>', 'the bundle or record to publish');
  return addPublishOptions(command)
    .addHelpText('after', HELP)
    .action((flags: Flags) => publish(flags, console, () => readBundle(flags.packageBundle)));
}

function readBundle(path: string): Publishable {
  const request = checked(path, () => publishRequestFromBundle(readJsonFile(path)));
  const [id, version] = [textOf(request.package_id), textOf(request.package_version)];
  const recordPath = ['packages', id, version];
  return {
    label: `${id}@${version}`,
    request,
    collection: 'publications',
    recordPath,
    maxBytes: MAX_PACKAGE_BODY_BYTES,
    hygiene: () => packageHygiene(normalisePackage(parsePackageRequest(request))),
    ourDigests: () => ({ ...contentDigestsOf(request) }),
    statedDigests: (record) => ({ ...statedContentDigests(record) }),
    answerFor: async (client, record) => ({
      publication: publicationOf(record),
      package: record,
      receipt: await client.getJson([...recordPath, 'receipt']),
    }),
  };
}

/** The members of a record that are a publication's too (packages.md section 6). */
const PUBLICATION_MEMBERS = [
  'package_id',
  'package_version',
  'project_ref',
  'product_revision_ref',
  'developer_revision_ref',
  'contract_signature',
  'publisher_id',
  'publisher_type',
  'publisher',
  'lineage',
  'published_at',
  'download_count',
  'lifecycle',
];

function publicationOf(record: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(record).filter(([name]) => PUBLICATION_MEMBERS.includes(name)));
}
