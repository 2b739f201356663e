import { listOf, member, textOf, type JsonObject } from '../../src/core/json/json-value';
import { samplePackage } from './demo-requests';

/** A publish request for this definition: what agents are told is made up to fit its capabilities. */
export function requestFor(id: string, definition: JsonObject, version = '1.0.0'): Record<string, unknown> {
  const capabilities = Object.fromEntries(
    listOf(member(definition, 'capability_formalizations')).map((capability) => [
      textOf(member(capability, 'capability_id')),
      { intent: { summary: 'Made up.' } },
    ]),
  );
  const { manifest, ...sample } = samplePackage({ package_id: id, package_version: version });
  const consumability = { schema_version: 'anip-agent-consumability/v0', capabilities };
  return {
    ...sample,
    service_definition: definition,
    manifest: { ...(manifest as JsonObject), agent_consumability: consumability },
  };
}
