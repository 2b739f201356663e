import { isEmptyObject, listOf, member, objectOf, type JsonObject } from '../json/json-value';
import { isBlank, lowerCase, quoteForMessage, trim } from '../text';
import { check, type Check } from './checks';
import { manifestOrLockObject, text } from './read-members';
import type { ResolvedPackage } from './resolved-package';

/** Whether agents can work with the package (cli.md section 4, `agent_consumption_*` and `agent_consumability_*`). */
export function agentChecks(subject: ResolvedPackage): readonly Check[] {
  return [
    ...readinessChecks(manifestOrLockObject(subject, 'agent_consumption_readiness')),
    ...consumabilityChecks(manifestOrLockObject(subject, 'agent_consumability')),
  ];
}

export interface ReadinessSummary {
  readonly status: string;
  readonly blockers: number;
  readonly warnings: number;
  readonly probes: number;
}

export function readinessSummary(readiness: JsonObject): ReadinessSummary {
  const count = (name: string): number | undefined => {
    const value = member(member(readiness, 'summary'), name);
    return typeof value === 'number' ? value : undefined;
  };
  return {
    status: lowerCase(trim(text(readiness, 'status'))),
    // Anything but a number counts as zero, as at publishing (packages.md section 5, step 3).
    blockers: count('blockers') ?? 0,
    warnings: count('warnings') ?? 0,
    probes: count('probes') ?? listOf(member(readiness, 'probes')).length,
  };
}

function readinessChecks(readiness: JsonObject): readonly Check[] {
  const isPresent = !isEmptyObject(readiness);
  const fault = 'neither the manifest nor the lock has an agent_consumption_readiness';
  const present = check('agent_consumption_readiness_present', isPresent, fault);
  if (!isPresent) return [present];
  const { status, blockers, warnings, probes } = readinessSummary(readiness);
  return [
    present,
    check(
      'agent_consumption_readiness_not_blocked',
      status !== '' && status !== 'blocked',
      `the status is ${quoteForMessage(status)}`,
    ),
    check('agent_consumption_readiness_has_no_blockers', blockers === 0, `${blockers} blockers`),
    check('agent_consumption_readiness_has_no_warnings', warnings === 0, `${warnings} warnings`),
    check('agent_consumption_readiness_has_simulator_probes', probes > 0, 'no simulator probe was run'),
  ];
}

function consumabilityChecks(consumability: JsonObject): readonly Check[] {
  const isPresent = !isEmptyObject(consumability);
  const fault = 'neither the manifest nor the lock has an agent_consumability';
  const present = check('agent_consumability_present', isPresent, fault);
  if (!isPresent) return [present];
  const hasHints = !isEmptyObject(objectOf(member(consumability, 'capabilities')));
  return [
    present,
    check('agent_consumability_schema_present', !isBlank(text(consumability, 'schema_version')), 'no schema_version'),
    check('agent_consumability_has_capability_hints', hasHints, 'no capabilities are described'),
  ];
}
