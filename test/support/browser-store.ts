import type { JsonObject } from '../../src/core/json/json-value';
import { publishVectors } from '../e2e/vectors/vector-files';
import { DEMO_PACKAGES, DEMO_TEMPLATE, demoRequest, samplePackage } from './demo-requests';
import { HOSTILE_README, HOSTILE_TEXT } from './hostile-text';
import { publishPackage, setLifecycle } from './publish';
import { sampleTemplate } from './sample-template';
import type { TestApp } from './test-app';
import { vectorsDir } from './vectors';

export const MANY_CAPABILITIES = 256;

/** Publishes the samples, what the reference publishes where it is there, and what a page must survive. */
export async function fillStore(app: TestApp): Promise<void> {
  for (const name of DEMO_PACKAGES) expect(await app.publisher().publishPackage(demoRequest(name))).toHaveStatus(201);
  expect(await app.publisher().publishTemplate(demoRequest(DEMO_TEMPLATE))).toHaveStatus(201);
  await publishReferenceSamples(app);
  await publishPackage(app, 'many/capabilities', '1.0.0', manyCapabilities());
  await publishHostile(app);
  for (const status of ['deprecated', 'yanked', 'takedown']) {
    await publishPackage(app, `was/${status}`);
    await setLifecycle(app, encodeURIComponent(`was/${status}`), '1.0.0', status, {
      replacement_package_id: 'city-library-lending',
      replacement_package_version: '2.0.0',
    });
  }
}

async function publishReferenceSamples(app: TestApp): Promise<void> {
  const dir = vectorsDir();
  if (dir === undefined) return;
  for (const { vector } of publishVectors(dir, 'packages')) {
    if (vector.expect.status === 201) expect(await app.publisher().publishPackage(vector.request)).toHaveStatus(201);
  }
  for (const { vector } of publishVectors(dir, 'templates')) {
    if (vector.expect.status === 201) expect(await app.publisher().publishTemplate(vector.request)).toHaveStatus(201);
  }
}

/** Hostile wherever a publisher may write freely. */
async function publishHostile(app: TestApp): Promise<void> {
  const sample = samplePackage();
  await publishPackage(app, 'hostile/package', '1.0.0', {
    manifest: { ...(sample.manifest as JsonObject), name: HOSTILE_TEXT, summary: HOSTILE_TEXT },
    contract_signature: HOSTILE_TEXT,
    readme: HOSTILE_README,
    source_links: [{ title: HOSTILE_TEXT.slice(0, 60), url: 'https://example.org/%22%3E%3Cscript%3E' }],
  });
  const template = sampleTemplate('hostile-template', '1.0.0', {
    manifest: { template_title: HOSTILE_TEXT, template_summary: HOSTILE_TEXT },
  });
  expect(await app.publisher().publishTemplate(template)).toHaveStatus(201);
}

/** The first capability of the sample under as many names as a definition may hold. */
function manyCapabilities(): Record<string, unknown> {
  const sample = samplePackage();
  const definition = sample.service_definition as JsonObject;
  const manifest = sample.manifest as JsonObject;
  const [first] = definition.capability_formalizations as JsonObject[];
  const consumability = manifest.agent_consumability as JsonObject & { capabilities: JsonObject };
  const [hints] = Object.values(consumability.capabilities);
  const ids = Array.from({ length: MANY_CAPABILITIES }, (_, index) => `library.shelf.search_${index + 1}`);
  return {
    service_definition: {
      ...definition,
      capability_formalizations: ids.map((id) => ({ ...first, id: `cap-${id}`, capability_id: id })),
    },
    manifest: {
      ...manifest,
      capability_count: MANY_CAPABILITIES,
      agent_consumability: { ...consumability, capabilities: Object.fromEntries(ids.map((id) => [id, hints])) },
    },
  };
}
