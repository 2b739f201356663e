import { buildLocalBundle } from '../../src/core/bundle/local-bundle';
import { signingKeyFromSeed, type SigningKey } from '../../src/core/ed25519';
import { hasMember, member, objectOf, type JsonObject, type JsonValue } from '../../src/core/json/json-value';
import type { Check } from '../../src/core/verify/checks';
import type { RegistryAnswers } from '../../src/core/verify/resolve-record';
import { demoRequest } from './demo-requests';
import { applyPatch, type PatchOperation } from './json-patch';

export const SIGNING_KEY: SigningKey = signingKeyFromSeed('registry-key-1', Buffer.alloc(32, 5));
export const OTHER_KEY: SigningKey = signingKeyFromSeed('registry-key-2', Buffer.alloc(32, 6));
export const SAMPLE = { packageId: 'city-library-lending', packageVersion: '1.0.0' };
export const REGISTRY_URL = 'https://registry.example.org/registry-api/v1';

/** A bundle of the first sample (or of `changes` to its request), as `anip package build-local` makes it. */
export function sampleBundle(key = SIGNING_KEY, changes: JsonObject = {}): JsonObject {
  return buildLocalBundle(
    { ...demoRequest('city-library-lending-1.0.0'), ...changes },
    {
      key,
      publisher: { publisherId: 'local-registry', publisherType: 'local' },
      publishedAt: '2026-10-01T12:00:00Z',
    },
  );
}

/** The same as a Registry answers it. */
export function sampleAnswers(key = SIGNING_KEY, changes: JsonObject = {}): RegistryAnswers {
  const bundle = sampleBundle(key, changes);
  return {
    record: objectOf(member(bundle, 'package')),
    receipt: objectOf(member(bundle, 'receipt')),
    keys: { signing_mode: 'production', active_key_id: key.keyId, items: keyItems(SIGNING_KEY, OTHER_KEY) },
    registryUrl: REGISTRY_URL,
    recordPath: '/registry-api/v1/packages/city-library-lending/1.0.0',
  };
}

export function keyItems(...keys: readonly SigningKey[]): JsonValue {
  return keys.map(({ keyId, publicKey }) => ({
    key_id: keyId,
    algorithm: 'ed25519',
    public_key: Buffer.from(publicKey).toString('base64'),
  }));
}

/** The three answers after a patch; pointers begin with /record, /receipt or /keys. */
export function patchedAnswers(patch: readonly PatchOperation[], answers = sampleAnswers()): RegistryAnswers {
  const { record, receipt, keys } = answers;
  const patched = objectOf(applyPatch({ record, receipt, keys }, patch));
  const part = (name: string): JsonObject => objectOf(member(patched, name));
  return { ...answers, record: part('record'), receipt: part('receipt'), keys: part('keys') };
}

export function patchedBundle(patch: readonly PatchOperation[], bundle = sampleBundle()): JsonObject {
  return objectOf(applyPatch(bundle, patch));
}

/** The value at a pointer with its last character replaced by another one of the same kind. */
export function flipped(document: JsonValue, pointer: string): PatchOperation {
  const value = valueAt(document, pointer);
  if (typeof value !== 'string' || value === '') throw new Error(`${pointer} is no text that could be changed`);
  const last = value.at(-1) ?? '';
  return { op: 'replace', path: pointer, value: value.slice(0, -1) + (last === '0' ? '1' : '0') };
}

export function valueAt(document: JsonValue, pointer: string): JsonValue | undefined {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<JsonValue | undefined>(
      (value, step) =>
        Array.isArray(value)
          ? (value as JsonValue[])[Number(step)]
          : hasMember(value, step)
            ? member(value, step)
            : undefined,
      document,
    );
}

export function failedNames(checks: readonly Check[]): string[] {
  return checks.filter(({ status }) => status === 'fail').map(({ name }) => name);
}
