import { checkBusinessEffects } from '../business-effects';
import { packageExecutionSignature } from '../execution-signature';
import { checkExecutionMetadata } from '../package-rules/execution-metadata';
import { isBlank, quoteForMessage } from '../text';
import { check, fail, ruleCheck, type Check } from './checks';
import type { Examination } from './examination';

const NO_SIGNATURE =
  'neither the record nor its manifest or lock has a package_execution_signature; packages older than it must be published again';

/** What decides what an agent may do with the package; the reference stops here instead of reporting (cli.md section 3). */
export function executionChecks({ subject, depthFault }: Examination): readonly Check[] {
  const { manifest, recommendedLock, stated } = subject;
  const isPresent = !isBlank(stated.executionSignature);
  return [
    ruleCheck('manifest_business_effects_valid', () => checkBusinessEffects(manifest, '/manifest')),
    ruleCheck('lock_business_effects_valid', () => checkBusinessEffects(recommendedLock, '/recommended_lock')),
    ruleCheck('package_execution_metadata_valid', () =>
      checkExecutionMetadata({ manifest, recommendedLock, serviceDefinition: subject.definition }),
    ),
    check('package_execution_signature_present', isPresent, NO_SIGNATURE),
    ...(isPresent ? [signatureCheck({ subject, depthFault })] : []),
  ];
}

function signatureCheck({ subject, depthFault }: Pick<Examination, 'subject' | 'depthFault'>): Check {
  if (depthFault !== undefined) return fail('package_execution_signature_matches', depthFault);
  const computed = packageExecutionSignature({ ...subject, serviceDefinition: subject.definition });
  const stated = subject.stated.executionSignature;
  const fault = `stated is ${quoteForMessage(stated)}, computed from the documents ${computed}`;
  return check('package_execution_signature_matches', stated === computed, fault);
}
