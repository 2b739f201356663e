import { RegistryError } from '../errors';

/**
 * Every check by its name, in the order they are reported: those of cli.md section 4 and, where the reference stops at
 * the first fault instead of reporting it, ours. docs/verify.md says of each when it is present and what to do about it.
 */
export const CHECK_NAMES = [
  'definition_digest_computed',
  'package_documents_depth_valid',
  'package_lock_matches',
  'package_lock_registry_matches',
  'service_definition_rules_valid',
  'service_definition_shape_valid',
  'integration_fronting_not_declared',
  'integration_fronting_capabilities_formalized',
  'integration_fronting_raw_operations_governed',
  'agent_consumption_required_inputs_classified',
  'manifest_business_effects_valid',
  'lock_business_effects_valid',
  'package_execution_metadata_valid',
  'package_execution_signature_present',
  'package_execution_signature_matches',
  'package_lifecycle_allows_use',
  'contract_signature_present',
  'expected_contract_signature_matches',
  'bundle_requested_identity_matches',
  'bundle_package_identity_matches',
  'bundle_publisher_identity_matches',
  'bundle_documents_agree',
  'bundle_receipt_present',
  'bundle_manifest_digest_matches',
  'bundle_lock_digest_matches',
  'bundle_receipt_id_matches',
  'bundle_receipt_algorithm_supported',
  'bundle_receipt_members_agree',
  'bundle_registry_public_key_present',
  'bundle_receipt_signature_valid',
  'bundle_receipt_signature_matches',
  'registry_requested_identity_matches',
  'registry_package_identity_matches',
  'registry_publisher_identity_matches',
  'registry_definition_digest_matches',
  'registry_manifest_digest_matches',
  'registry_lock_digest_matches',
  'registry_package_execution_signature_present',
  'registry_receipt_present',
  'registry_receipt_id_matches',
  'registry_receipt_algorithm_supported',
  'registry_receipt_members_agree',
  'registry_public_key_present',
  'registry_receipt_signature_valid',
  'registry_trust_policy_signing_mode_present',
  'registry_trust_policy_signing_mode_matches',
  'registry_trust_policy_receipt_key_matches',
  'registry_trust_policy_key_matches',
  'agent_consumption_readiness_present',
  'agent_consumption_readiness_not_blocked',
  'agent_consumption_readiness_has_no_blockers',
  'agent_consumption_readiness_has_no_warnings',
  'agent_consumption_readiness_has_simulator_probes',
  'agent_consumability_present',
  'agent_consumability_schema_present',
  'agent_consumability_has_capability_hints',
] as const;

export type CheckName = (typeof CHECK_NAMES)[number];

export interface Check {
  readonly name: CheckName;
  readonly status: 'pass' | 'fail';
  /** Of a failed check: what is wrong. Of a passed one: what a reader should know all the same. */
  readonly detail?: string;
}

/** About the quality of a contract, not about whether it is the one that was published: no bar to `generate` and `lock`. */
const ADVISORY = /^(?:agent_|integration_fronting_|contract_signature_present$)/;

/** What stands in the way of building from the package: every failed check but those that give advice only. */
export function blockingFaults(checks: readonly Check[]): readonly Check[] {
  return checks.filter(({ name, status }) => status === 'fail' && !ADVISORY.test(name));
}

/** `fault` is only shown when the check fails. */
export function check(name: CheckName, passes: boolean, fault: string): Check {
  return passes ? pass(name) : fail(name, fault);
}

export function pass(name: CheckName, detail?: string): Check {
  return { name, status: 'pass', ...(detail === undefined ? {} : { detail }) };
}

export function fail(name: CheckName, detail: string): Check {
  return { name, status: 'fail', detail };
}

/** A rule of the Registry as a check: its refusal is the detail. */
export function ruleCheck(name: CheckName, rule: () => void): Check {
  const fault = faultOfRule(rule);
  return fault === undefined ? pass(name) : fail(name, fault);
}

export function faultOfRule(rule: () => void): string | undefined {
  try {
    rule();
    return undefined;
  } catch (error) {
    if (error instanceof RegistryError) return error.message;
    throw error;
  }
}
