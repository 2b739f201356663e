import { API_PREFIX } from '../../src/http/request-target';
import { samplePackage } from '../support/demo-requests';
import { sampleTemplate } from '../support/sample-template';
import { ADMIN_TOKEN, type FuzzedRegistry, PUBLISH_TOKEN } from './fuzzed-registry';
import { demand } from './target';

/** Names that a fuzzed request finds something under; nothing that is fuzzed changes any but `patched`. */
export const KNOWN_IDS = ['looked-at', 'yanked', 'taken-down', 'patched', 'a/b'] as const;
export const KNOWN_VERSIONS = ['1.0.0', '1.1.0'] as const;

/** Two versions of each known package, one yanked and one taken down; two of a template. */
export async function publishFixtures(registry: FuzzedRegistry): Promise<void> {
  for (const version of KNOWN_VERSIONS) {
    for (const id of KNOWN_IDS) {
      await send(registry, 'POST', '/publications', samplePackage({ package_id: id, package_version: version }), 201);
      registry.published.packages += 1;
    }
    await send(registry, 'POST', '/templates', sampleTemplate('looked-at', version), 201);
    registry.published.templates += 1;
    for (const [id, status] of [
      ['yanked', 'yanked'],
      ['taken-down', 'takedown'],
    ] as const) {
      await send(
        registry,
        'PATCH',
        `/admin/packages/${id}/${version}/lifecycle`,
        { status, reason: 'for the fuzzer' },
        200,
      );
    }
  }
}

async function send(
  { caller }: FuzzedRegistry,
  method: string,
  path: string,
  body: unknown,
  expected: number,
): Promise<void> {
  const headers = {
    Authorization: `Bearer ${method === 'PATCH' ? ADMIN_TOKEN : PUBLISH_TOKEN}`,
    'Content-Type': 'application/json',
  };
  const { status, text } = await caller.send({
    method,
    target: API_PREFIX + path,
    headers,
    body: Buffer.from(JSON.stringify(body), 'utf8'),
  });
  demand(status === expected, `${method} ${path} for the fixtures`, [status, text]);
}
