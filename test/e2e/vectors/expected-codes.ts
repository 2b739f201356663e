import type { ErrorCode } from '../../../src/core/errors';

/**
 * The codes that a refusal may carry, by the label of the broken rule: a request that is refused for another reason than
 * the reference's proves nothing. The first prefix that fits decides.
 */
const CODES: readonly (readonly [rulePrefix: string, ...codes: ErrorCode[]])[] = [
  ['body.type', 'MEMBER_TYPE_INVALID', 'IDENTITY_REQUIRED'],
  ['request.bytes', 'BODY_TOO_LARGE', 'REQUEST_TOO_LARGE', 'IDENTITY_TEXT_INVALID'],
  ['identity.template_id', 'IDENTITY_REQUIRED', 'MEMBER_TYPE_INVALID'],
  ['identity.', 'IDENTITY_REQUIRED'],
  ['readme.', 'README_TOO_LARGE'],
  ['retired_typescript', 'RETIRED_BUILD_PACK'],
  ['source_links.count', 'SOURCE_LINKS_TOO_MANY'],
  ['source_links.', 'SOURCE_LINK_INVALID'],
  ['implementation_materials.ref_', 'IMPLEMENTATION_MATERIAL_INVALID'],
  ['implementation_materials.ref', 'BUNDLE_REF_INVALID'],
  ['implementation_materials.count', 'IMPLEMENTATION_MATERIALS_TOO_MANY'],
  ['implementation_materials.tree_digest', 'TREE_DIGEST_INVALID'],
  ['implementation_materials.', 'IMPLEMENTATION_MATERIAL_INVALID'],
  ['schema_version', 'SCHEMA_VERSION_UNSUPPORTED'],
  ['anip_spec_version', 'SPEC_VERSION_UNSUPPORTED'],
  ['template.spec', 'SPEC_VERSION_UNSUPPORTED'],
  ['json.depth', 'DOCUMENT_TOO_DEEP'],
  ['json.key', 'DOCUMENT_KEY_INVALID'],
  ['json.control', 'DOCUMENT_TEXT_INVALID'],
  // A template's manifest may be smaller than what the examples in it may have.
  ['json.example_bytes', 'DOCUMENT_EXAMPLES_TOO_LARGE', 'DOCUMENT_TOO_LARGE'],
  ['json.attachment_bytes', 'DOCUMENT_ATTACHMENTS_TOO_LARGE'],
  ['json.binary', 'DOCUMENT_BINARY_REFUSED'],
  ['effects', 'BUSINESS_EFFECT_INVALID'],
  ['bundle_refs.', 'BUNDLE_REF_INVALID', 'IMPLEMENTATION_MATERIAL_INVALID', 'TREE_DIGEST_INVALID'],
  ['execution.consumability', 'CONSUMABILITY_INVALID'],
  ['execution.capability_set', 'CONSUMABILITY_INVALID'],
  ['execution.', 'READINESS_INVALID'],
  ['lineage', 'MEMBER_TYPE_INVALID'],
  ['definition.bytes', 'DOCUMENT_TOO_LARGE'],
  ['definition.capability_count', 'CAPABILITIES_TOO_MANY'],
  ['definition.topology', 'TOPOLOGY_INVALID'],
  ['definition.capability.kind', 'CAPABILITY_INVALID', 'COMPOSITION_INVALID'],
  ['definition.capability.business_effects', 'BUSINESS_EFFECT_INVALID'],
  ['definition.capabilit', 'CAPABILITY_INVALID'],
  ['definition.inputs.pattern', 'VALIDATION_PATTERN_INVALID'],
  ['definition.inputs', 'CAPABILITY_INPUT_INVALID'],
  ['definition.composition', 'COMPOSITION_INVALID'],
  ['definition.grant_policy', 'GRANT_POLICY_INVALID'],
  ['definition.integration_fronting', 'INTEGRATION_FRONTING_INVALID'],
  ['definition.', 'DEFINITION_HEAD_INVALID'],
  ['manifest.schema', 'TEMPLATE_SCHEMA_UNSUPPORTED', 'MEMBER_TYPE_INVALID'],
  ['template.schema', 'TEMPLATE_SCHEMA_UNSUPPORTED'],
  ['template.id', 'TEMPLATE_IDENTITY_MISMATCH'],
  ['template.digest', 'TEMPLATE_DIGEST_MISMATCH'],
  ['package.', 'TEMPLATE_ENVELOPE_INVALID'],
  ['documents.count', 'TEMPLATE_PARTS_TOO_MANY'],
  ['documents.', 'TEMPLATE_DOCUMENT_INVALID'],
  ['connections.count', 'TEMPLATE_PARTS_TOO_MANY'],
  ['connections.', 'TEMPLATE_CONNECTION_INVALID'],
  ['discovery.count', 'TEMPLATE_PARTS_TOO_MANY'],
  ['mappings.count', 'TEMPLATE_PARTS_TOO_MANY'],
  ['executable_fields', 'TEMPLATE_EXECUTABLE_MEMBER'],
  ['manifest.bytes', 'DOCUMENT_TOO_LARGE'],
  ['template.bytes', 'DOCUMENT_TOO_LARGE'],
  ['lock.bytes', 'DOCUMENT_TOO_LARGE'],
];

export function expectedCodes(rule: string): readonly ErrorCode[] {
  const found = CODES.find(([prefix]) => rule.startsWith(prefix));
  if (found === undefined) throw new Error(`no code is expected for the rule ${rule}`);
  return found.slice(1) as ErrorCode[];
}
