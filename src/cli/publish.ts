import { type Command, Option } from 'commander';
import { PUBLISH_TOKEN_VARIABLE } from '../config/cli-env';
import { RegistryError } from '../core/errors';
import { canonicalJson } from '../core/json/canonical-json';
import type { HygieneReport } from '../core/hygiene/hygiene-report';
import type { JsonObject } from '../core/json/json-value';
import { parseJson } from '../core/json/parse-json';
import { byteLength } from '../core/text';
import { failure, usageError } from './cli-error';
import type { Console } from './console';
import { writeWholeFile } from './files';
import { showHygieneHits } from './hygiene-hits';
import { jsonFile, prettyJson } from './json-output';
import { publishToken, type TokenFlags } from './publish-token';
import { type Answer, describe, parseObject, refusal, RegistryClient } from './registry-client';
import { waiting } from './waiting';

export interface PublishFlags extends TokenFlags {
  readonly registryUrl?: string;
  readonly output?: string;
}

/** What is published, and how a stored version is told to be the same. */
export interface Publishable {
  /** `id@version`, for messages. */
  readonly label: string;
  readonly request: JsonObject;
  /** The route that takes the request, and the one that answers the stored version. */
  readonly collection: string;
  readonly recordPath: readonly string[];
  readonly maxBytes: number;
  hygiene(): HygieneReport;
  ourDigests(): Readonly<Record<string, string>>;
  statedDigests(record: JsonObject): Readonly<Record<string, string>>;
  /** The answer of the first publishing, put together again from what is stored. */
  answerFor(client: RegistryClient, record: JsonObject): Promise<JsonObject>;
}

export function addPublishOptions(command: Command): Command {
  return command
    .option('--registry-url <url>', 'the Registry to publish to; without it the request is only made')
    .option('--publish-token-file <file>', `a file that holds the publish token (default: $${PUBLISH_TOKEN_VARIABLE})`)
    .addOption(new Option('--publish-token <token>').hideHelp())
    .option('--output <file>', 'write the request to this file instead of stdout; not with --registry-url');
}

export const PUBLISH_EXIT_CODES = `
Exit codes:
  0  published, already published with the same content, or the request was made
  1  refused: by a fault in the file, by the Registry, or because the version exists with other content
  2  wrong usage, or no token
  3  the Registry could not be reached`;

/** Publishes, or only makes the request when no Registry is named (cli.md section 2). Usage is checked before files are read. */
export async function publish(flags: PublishFlags, console: Console, read: () => Publishable): Promise<void> {
  if (flags.registryUrl === undefined) {
    writeRequest(readChecked(read, console), flags.output, console);
    return;
  }
  if (flags.output !== undefined) throw usageError('--output and --registry-url exclude each other');
  const client = new RegistryClient(flags.registryUrl, {
    token: publishToken(flags),
    onProgress: (message) => console.progress(message),
  });
  await post(client, readChecked(read, console), console);
}

/** The Registry's mode decides what becomes of the hits; the author sees them in any case. */
function readChecked(read: () => Publishable, console: Console): Publishable {
  const subject = read();
  showHygieneHits(console, () => subject.hygiene());
  return subject;
}

function writeRequest({ label, request }: Publishable, output: string | undefined, console: Console): void {
  if (output === undefined) {
    console.result(jsonFile(request));
    return;
  }
  writeWholeFile(output, jsonFile(request));
  console.result(`wrote the publish request of ${label} to ${output}\n`);
}

async function post(client: RegistryClient, subject: Publishable, console: Console): Promise<void> {
  const body = canonicalJson(subject.request);
  const sizeBytes = byteLength(body);
  if (sizeBytes > subject.maxBytes) {
    throw failure(
      `the request of ${subject.label} has ${sizeBytes} bytes; a Registry takes at most ${subject.maxBytes}`,
    );
  }
  const url = client.url([subject.collection]);
  const answer = await waiting(console, `publishing ${subject.label} (${sizeBytes} bytes) to ${url}`, () =>
    client.post([subject.collection], body),
  );
  if (answer.status === 409) {
    const existing = await identicalVersion(client, subject, answer);
    console.progress(`${subject.label} is already published, identical`);
    console.result(prettyJson(existing));
    return;
  }
  if (answer.status < 200 || answer.status > 299) throw refusal(url, answer);
  console.progress(`published ${subject.label}`);
  console.result(readable(answer));
}

/**
 * A version that exists is no fault when it is the one to be published: a pipeline that runs twice, or whose first
 * answer was lost, ends the same way both times.
 */
async function identicalVersion(client: RegistryClient, subject: Publishable, conflict: Answer): Promise<JsonObject> {
  const url = client.url(subject.recordPath);
  const stored = await client.get(subject.recordPath);
  // Not this version, then: another artifact holds a look-alike name.
  if (stored.status === 404) throw failure(`${subject.label} was refused: ${describe(conflict)}`);
  if (stored.status !== 200) throw refusal(url, stored);
  const record = parseObject(stored.body, url);
  const ours = ownDigests(subject);
  const stated = subject.statedDigests(record);
  const differing = Object.keys(stated).filter((name) => ours?.[name] !== stated[name]);
  if (differing.length === 0) return subject.answerFor(client, record);
  const comparison = differing.map(
    (name) => `${name} here ${ours?.[name] ?? 'none'}, stored ${stated[name] ?? 'none'}`,
  );
  throw failure(`${subject.label} exists with other content: ${comparison.join('; ')}`);
}

/** Undefined for a request that no Registry would have taken. */
function ownDigests(subject: Publishable): Readonly<Record<string, string>> | undefined {
  try {
    return subject.ourDigests();
  } catch (error) {
    if (error instanceof RegistryError) return undefined;
    throw error;
  }
}

/** What is published stays published, even if a proxy answers for the Registry in its own words. */
function readable({ body }: Answer): string {
  try {
    return prettyJson(parseJson(body));
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error;
    return `${body.toString('utf8').trim()}\n`;
  }
}
