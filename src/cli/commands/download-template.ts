import { Command } from 'commander';
import { checkTemplateDownload, type TemplateIdentity } from '../../core/bundle/template-download';
import { member, textOf } from '../../core/json/json-value';
import { checked } from '../checked';
import { usageError } from '../cli-error';
import type { Console } from '../console';
import { writeWholeFile } from '../files';
import { prettyJson } from '../json-output';
import { parseObject, refusal, RegistryClient } from '../registry-client';
import { waiting } from '../waiting';

interface Flags {
  readonly registryUrl: string;
  readonly output?: string;
}

const HELP = `
Nothing is written before everything is proven: the record is the one asked for; its manifest, template and package have
the digests that it states; the downloaded file and the documents in it have them too; and the template's level of the
ANIP specification is one that this tool knows. The file is written as the Registry served it. A template carries no
signature: this proves that nothing was altered or mixed up on the way, not who wrote it.

Exit codes:
  0  downloaded and proven
  1  a check failed, the Registry refused, or the file could not be written
  2  wrong usage
  3  the Registry could not be reached

Examples:
  anip template download city-library-starter@0.1.0 --registry-url https://registry.example.com \\
      --output city-library-starter-0.1.0.anip-template.json
  anip template download city-library-starter@0.1.0 --registry-url https://registry.example.com > template.json`;

export function downloadTemplateCommand(console: Console): Command {
  return new Command('download')
    .description('Download a starter template and prove it against its record.')
    .argument('<id@version>', 'the template')
    .requiredOption('--registry-url <url>', 'the Registry to download from')
    .option('--output <file>', 'write the template to this file, and what was proven to stdout')
    .addHelpText('after', HELP)
    .action((template: string, flags: Flags) => download(parseIdentity(template), flags, console));
}

async function download(identity: TemplateIdentity, flags: Flags, console: Console): Promise<void> {
  const { templateId, templateVersion } = identity;
  const label = `${templateId}@${templateVersion}`;
  const client = new RegistryClient(flags.registryUrl, { onProgress: (message) => console.progress(message) });
  const path = ['templates', templateId, templateVersion];
  const downloadPath = [...path, 'download'];

  const record = await waiting(console, `reading the record of ${label}`, () => client.getJson(path));
  const answer = await waiting(console, `downloading ${label}`, () => client.get(downloadPath));
  if (answer.status !== 200) throw refusal(client.url(downloadPath), answer);
  const envelope = parseObject(answer.body, client.url(downloadPath));
  const digests = checked(label, () => checkTemplateDownload(identity, record, envelope));

  if (flags.output === undefined) {
    console.result(answer.body.toString('utf8'));
    return;
  }
  writeWholeFile(flags.output, answer.body);
  console.result(
    prettyJson({
      status: 'ok',
      template_id: templateId,
      template_version: templateVersion,
      anip_spec_version: textOf(member(record, 'anip_spec_version')),
      ...digests,
      output: flags.output,
    }),
  );
}

/** Split at the last `@`, neither part empty, as package references are (cli.md section 3). */
function parseIdentity(text: string): TemplateIdentity {
  const at = text.lastIndexOf('@');
  const [templateId, templateVersion] = [text.slice(0, Math.max(at, 0)), text.slice(at + 1)];
  if (templateId !== '' && templateVersion !== '') return { templateId, templateVersion };
  throw usageError(`${JSON.stringify(text)} names no template; expected is <id>@<version>`);
}
