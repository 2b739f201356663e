import { buildLocalBundle } from '../../src/core/bundle/local-bundle';
import type { SigningKey } from '../../src/core/ed25519';
import type { JsonObject } from '../../src/core/json/json-value';
import { samplePackage } from './demo-requests';
import { TEST_KEY } from './seal-request';

/** A signed bundle of the first sample under another name. */
export function sampleBundle(
  id: string,
  changes: Readonly<Record<string, unknown>> = {},
  signer: { readonly key?: SigningKey; readonly publishedAt?: string } = {},
): JsonObject {
  return buildLocalBundle(samplePackage({ package_id: id, ...changes }) as JsonObject, {
    key: signer.key ?? TEST_KEY,
    publisher: { publisherId: 'somebody', publisherType: 'local' },
    publishedAt: signer.publishedAt ?? '2026-10-01T12:00:00Z',
  });
}
