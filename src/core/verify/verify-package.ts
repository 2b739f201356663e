import { isBlank } from '../text';
import { agentChecks } from './agent-checks';
import { check, fail, pass, type Check } from './checks';
import { lockChecks } from './compare-lock';
import { contractSignatureChecks, definitionChecks } from './definition-checks';
import { examine, type Examination } from './examination';
import { executionChecks } from './execution-checks';
import { lifecycleChecks } from './lifecycle';
import { bundleReceiptChecks, presentCheck, registryReceiptChecks } from './receipt-checks';
import { compiledContractSignature } from './resolve-file';
import type { ResolvedPackage } from './resolved-package';
import {
  bundleAgreementChecks,
  bundleDefinitionDigestChecks,
  bundleDigestChecks,
  identityChecks,
  registryDigestChecks,
  requestedChecks,
} from './source-checks';
import { trustPolicyChecks, type VerifyPolicy } from './trust-policy';

export type ReceiptStatus = 'none' | 'present' | 'verified' | 'failed';

/** What was found out about a package: every check that applies to its source, none left out because another failed. */
export interface Verification {
  readonly examination: Examination;
  readonly contractSignature: string;
  readonly checks: readonly Check[];
  readonly receiptStatus: ReceiptStatus;
}

/** Runs the checks of cli.md section 4, in its order, on a package from anywhere. */
export function verifyPackage(subject: ResolvedPackage, policy: VerifyPolicy = {}): Verification {
  const examination = examine(subject);
  const contractSignature = isBlank(subject.contractSignature)
    ? compiledContractSignature(subject.definition)
    : subject.contractSignature;
  const isFile = subject.sourceKind === 'file';
  const checks = [
    pass('definition_digest_computed'),
    depthCheck(examination),
    ...lockChecks(examination, policy.lock),
    ...definitionChecks(examination),
    ...(isFile ? [] : executionChecks(examination)),
    ...(isFile ? [] : lifecycleChecks(subject, policy.allowYanked ?? false)),
    ...(subject.sourceKind === 'package-bundle' ? bundleDefinitionDigestChecks(examination) : []),
    ...contractSignatureChecks(contractSignature, policy.expectedContractSignature),
    ...originChecks(examination),
    ...trustPolicyChecks(examination, policy),
    ...(isFile ? [] : agentChecks(subject)),
  ];
  return { examination, contractSignature, checks, receiptStatus: receiptStatusOf(subject, checks) };
}

/** Registry limits, so that what is told about a file never depends on how deep this tool can walk. */
function depthCheck({ depthFault }: Examination): Check {
  return depthFault === undefined
    ? pass('package_documents_depth_valid')
    : fail('package_documents_depth_valid', depthFault);
}

function originChecks(examination: Examination): readonly Check[] {
  const { subject } = examination;
  switch (subject.sourceKind) {
    case 'file':
      return [];
    case 'package-bundle':
      return [
        ...requestedChecks('bundle', subject),
        ...identityChecks('bundle', subject),
        ...bundleAgreementChecks(subject),
        presentCheck('bundle', subject.receipt.signature),
        ...bundleDigestChecks(examination),
        ...bundleReceiptChecks(examination),
      ];
    case 'registry':
      return [
        ...requestedChecks('registry', subject),
        ...identityChecks('registry', subject),
        ...registryDigestChecks(examination),
        check(
          'registry_package_execution_signature_present',
          !isBlank(subject.stated.executionSignature),
          'the record, its manifest and its lock have no package_execution_signature',
        ),
        ...registryReceiptChecks(examination),
      ];
  }
}

const SIGNATURE_CHECK = /^(?:registry|bundle)_receipt_signature_(?:valid|matches)$/;

function receiptStatusOf({ receipt }: ResolvedPackage, checks: readonly Check[]): ReceiptStatus {
  if (isBlank(receipt.signature)) return 'none';
  const signatureCheck = checks.find(({ name }) => SIGNATURE_CHECK.test(name));
  if (signatureCheck === undefined) return 'present';
  return signatureCheck.status === 'pass' ? 'verified' : 'failed';
}
