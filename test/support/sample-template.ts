import { digestOf } from '../../src/core/digest';
import type { JsonObject } from '../../src/core/json/json-value';
import { DEMO_TEMPLATE, demoRequest } from './demo-requests';

/** A publish request of a template with this name, consistent in all its parts; the envelope is left to the Registry. */
export function sampleTemplate(
  id = 'sample-template',
  version = '1.0.0',
  changes: { readonly template?: JsonObject; readonly manifest?: JsonObject } = {},
): Record<string, unknown> {
  const sample = demoRequest(DEMO_TEMPLATE);
  const template: JsonObject = { ...(sample.template as JsonObject), id, ...changes.template };
  const manifest: JsonObject = {
    ...(sample.manifest as JsonObject),
    template_id: id,
    package_version: version,
    template_digest: digestOf(template),
    ...changes.manifest,
  };
  return { template_id: id, template_version: version, manifest, template };
}
