import type { JsonObject } from '../json/json-value';
import { checkCapability } from './capability';
import { checkHeadAndTopology } from './head-and-topology';
import { checkIntegrationFronting } from './integration-fronting';

/**
 * The rules of service-definition.md sections 2 to 6 and 10 in the contract's order; the first broken one is thrown, and
 * always the same one. How many capabilities there may be is the Registry's own rule and is not checked here.
 *
 * @throws RegistryError DEFINITION_HEAD_INVALID, TOPOLOGY_INVALID, CAPABILITY_INVALID, CAPABILITY_INPUT_INVALID,
 * VALIDATION_PATTERN_INVALID, BUSINESS_EFFECT_INVALID, COMPOSITION_INVALID, GRANT_POLICY_INVALID,
 * INTEGRATION_FRONTING_INVALID
 */
export function checkDefinition(definition: JsonObject, pointer: string): void {
  const catalogue = checkHeadAndTopology(definition, pointer);
  for (const capability of catalogue.capabilities.values()) checkCapability(capability, catalogue);
  checkIntegrationFronting(definition, pointer, catalogue);
}
