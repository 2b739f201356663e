import { Command } from 'commander';
import {
  publishRequestFromTemplateFile,
  statedTemplateDigests,
  templateDigestsOf,
} from '../../core/bundle/template-file';
import { textOf } from '../../core/json/json-value';
import { templateHygiene } from '../../core/template-rules/template-hygiene';
import { MAX_TEMPLATE_BODY_BYTES, parseTemplateRequest } from '../../core/template-rules/template-request';
import { checked } from '../checked';
import type { Console } from '../console';
import { readJsonFile } from '../files';
import { addPublishOptions, publish, PUBLISH_EXIT_CODES, type Publishable, type PublishFlags } from '../publish';

interface Flags extends PublishFlags {
  readonly template: string;
}

const HELP = `
The file is a template as it is downloaded or exported (*.anip-template.json: schema, package_kind, manifest, template)
or a whole publish request (template_id, template_version, manifest, template, package). Templates carry digests, but no
receipt and no signature.

Token, retries and repeated publishing work as in "anip package publish-bundle".
${PUBLISH_EXIT_CODES}

Examples:
  anip template publish --template city-library-starter-0.1.0.anip-template.json \\
      --registry-url https://registry.example.com --publish-token-file /run/secrets/publish-token
  anip template publish --template city-library-starter-0.1.0.anip-template.json --output request.json`;

export function publishTemplateCommand(console: Console): Command {
  const command = new Command('publish')
    .description('Publish a starter template, or make the publish request of it.')
    .requiredOption('--template <file>', 'the template file or publish request');
  return addPublishOptions(command)
    .addHelpText('after', HELP)
    .action((flags: Flags) => publish(flags, console, () => readTemplate(flags.template)));
}

function readTemplate(path: string): Publishable {
  const request = checked(path, () => publishRequestFromTemplateFile(readJsonFile(path)));
  const [id, version] = [textOf(request.template_id), textOf(request.template_version)];
  return {
    label: `${id}@${version}`,
    request,
    collection: 'templates',
    recordPath: ['templates', id, version],
    maxBytes: MAX_TEMPLATE_BODY_BYTES,
    hygiene: () => templateHygiene(parseTemplateRequest(request)),
    ourDigests: () => templateDigestsOf(request),
    statedDigests: statedTemplateDigests,
    answerFor: (_, record) => Promise.resolve({ template: record }),
  };
}
