import { writeFileSync } from 'node:fs';
import fc from 'fast-check';
import type { JsonValue } from '../../src/core/json/json-value';
import { DEMO_PACKAGES, demoExpectation } from '../support/demo-requests';
import { sampleBundle } from '../support/sample-bundle';
import type { WorkDir } from '../support/work-dir';
import { packageCorpus, templateCorpus } from './corpus';
import { mutatedJson } from './mutate-json';
import { mutatedBytes } from './mutate-text';

/** A command line and the files that it names, none of which asks a Registry for anything. */
export interface CliCase {
  readonly command: keyof typeof COMMANDS;
  readonly first: Buffer;
  readonly second: Buffer;
}

/** Each command that reads files, with the two files that it is given. */
const COMMANDS = {
  verifyBundle: (first, second) => ['verify', '--offline', '--package-bundle', first, '--lock-file', second],
  verifyDefinition: (first) => ['verify', '--offline', '--definition', first, '--format', 'table'],
  generate: (first, second, output) => [
    ...['generate', '--offline', '--package-bundle', first, '--lock-file', second, '--output', output],
  ],
  diff: (first, second) => ['diff', first, second, '--format', 'table'],
  publishBundle: (first) => ['package', 'publish-bundle', '--package-bundle', first],
  publishTemplate: (first) => ['template', 'publish', '--template', first],
  buildLocal: (first) => ['package', 'build-local', '--request', first],
  buildFromParts: (first, second) => [
    ...['package', 'build-local', '--request', first, '--manifest', second, '--issued-at', '2026-10-01T12:00:00Z'],
  ],
  signingKey: (first, second) => ['package', 'build-local', '--request', first, '--signing-key-file', second],
} as const satisfies Record<string, (first: string, second: string, output: string) => readonly string[]>;

const bundles: readonly JsonValue[] = ['fuzzed-a', 'fuzzed-b'].map((id) => sampleBundle(id));
const locks: readonly JsonValue[] = DEMO_PACKAGES.map((name) => demoExpectation(name).expect.lock);
const records: readonly JsonValue[] = DEMO_PACKAGES.map((name) => demoExpectation(name).expect.record);
const definitions: readonly JsonValue[] = packageCorpus().map(
  ({ service_definition: definition = null }) => definition,
);
const keyFile = '{"key_id":"k-1","private_key":"CQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQk="}';

function fileOf(corpus: readonly JsonValue[]): fc.Arbitrary<Buffer> {
  const texts = corpus.map((value) => Buffer.from(JSON.stringify(value), 'utf8'));
  return fc.oneof(
    { arbitrary: mutatedJson(corpus).map((value) => Buffer.from(JSON.stringify(value), 'utf8')), weight: 4 },
    { arbitrary: mutatedBytes(texts), weight: 1 },
  );
}

const packageFile = fileOf([...bundles, ...records, ...packageCorpus(), ...definitions]);
const templateFile = fileOf([...templateCorpus(), ...templateCorpus().map((request) => request.package ?? null)]);
const otherFile = fc.oneof(packageFile, fileOf(locks), fileOf([JSON.parse(keyFile) as JsonValue, keyFile]));

export const cliCase: fc.Arbitrary<CliCase> = fc.record({
  command: fc.constantFrom(...(Object.keys(COMMANDS) as (keyof typeof COMMANDS)[])),
  first: fc.oneof({ arbitrary: packageFile, weight: 5 }, { arbitrary: templateFile, weight: 2 }),
  second: otherFile,
});

/** Writes the files of a case; answers the words of its command line. */
export function argumentsOf({ command, first, second }: CliCase, dir: WorkDir): readonly string[] {
  return COMMANDS[command](write(dir, 'first.json', first), write(dir, 'second.json', second), dir.file('output.json'));
}

function write(dir: WorkDir, name: string, bytes: Buffer): string {
  writeFileSync(dir.file(name), bytes);
  return dir.file(name);
}
