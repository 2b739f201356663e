import { RegistryError } from '../errors';
import { isEmptyObject, listOf, member, objectOf, textOf, type JsonObject } from '../json/json-value';
import { isBlank, lowerCase, quoteForMessage, trim } from '../text';

/**
 * What an agent needs before it may act on the package: consumability hints for exactly the formalised capabilities,
 * and a readiness report without blockers or warnings (packages.md section 5, step 3). The manifest wins; an empty or
 * missing object there falls back to the lock.
 * @throws RegistryError CONSUMABILITY_INVALID, READINESS_INVALID
 */
export function checkExecutionMetadata(documents: {
  readonly manifest: JsonObject;
  readonly serviceDefinition: JsonObject;
  readonly recommendedLock: JsonObject;
}): void {
  const consumability = firstNonEmptyObject(documents, 'agent_consumability');
  checkConsumability(consumability, capabilityIds(documents.serviceDefinition));
  checkReadiness(firstNonEmptyObject(documents, 'agent_consumption_readiness'));
}

interface Found {
  readonly value: JsonObject;
  readonly pointer: string;
}

function firstNonEmptyObject(
  documents: { readonly manifest: JsonObject; readonly recommendedLock: JsonObject },
  name: string,
): Found {
  const inManifest = objectOf(member(documents.manifest, name));
  return isEmptyObject(inManifest)
    ? { value: objectOf(member(documents.recommendedLock, name)), pointer: `/recommended_lock/${name}` }
    : { value: inManifest, pointer: `/manifest/${name}` };
}

function capabilityIds(definition: JsonObject): Set<string> {
  const ids = listOf(member(definition, 'capability_formalizations')).map((capability) =>
    trim(textOf(member(capability, 'capability_id'))),
  );
  return new Set(ids.filter((id) => id !== ''));
}

function checkConsumability({ value, pointer }: Found, capabilities: Set<string>): void {
  const fault = (message: string, at: string, allowed?: string): RegistryError =>
    new RegistryError('CONSUMABILITY_INVALID', message, { pointer: at, ...(allowed === undefined ? {} : { allowed }) });

  if (isEmptyObject(value)) {
    throw fault(
      'agent_consumability is required in the manifest or the recommended lock',
      '/manifest/agent_consumability',
    );
  }
  if (isBlank(textOf(member(value, 'schema_version')))) {
    throw fault('agent_consumability.schema_version is required', `${pointer}/schema_version`);
  }
  const names = Object.keys(objectOf(member(value, 'capabilities')));
  const described = new Set(names.map(trim).filter((name) => name !== ''));
  const missing = [...capabilities].filter((id) => !described.has(id));
  const unknown = [...described].filter((id) => !capabilities.has(id));
  if (described.size === 0 || missing.length > 0 || unknown.length > 0) {
    throw fault(
      'agent_consumability.capabilities must describe exactly the capabilities of the service definition' +
        `: missing ${listed(missing)}, not in the definition ${listed(unknown)}`,
      `${pointer}/capabilities`,
      'the capability ids of the service definition',
    );
  }
}

function listed(ids: readonly string[]): string {
  const MAX_LISTED = 5;
  if (ids.length === 0) return 'none';
  const shown = ids.slice(0, MAX_LISTED).map(quoteForMessage).join(', ');
  return ids.length > MAX_LISTED ? `${shown} and ${ids.length - MAX_LISTED} more` : shown;
}

function checkReadiness({ value, pointer }: Found): void {
  const status = textOf(member(value, 'status'));
  if (lowerCase(trim(status)) !== 'ready') {
    throw new RegistryError(
      'READINESS_INVALID',
      `agent_consumption_readiness.status is ${quoteForMessage(status)}; only "ready" may be published`,
      { pointer: `${pointer}/status`, allowed: 'ready', actual: status },
    );
  }
  for (const name of ['blockers', 'warnings']) {
    const count = member(member(value, 'summary'), name);
    // Anything but a number counts as zero (packages.md section 5); the vectors pin it.
    if (typeof count !== 'number' || count === 0) continue;
    throw new RegistryError(
      'READINESS_INVALID',
      `agent_consumption_readiness.summary.${name} is ${count}; it must be 0 to publish`,
      { pointer: `${pointer}/summary/${name}`, allowed: '0', actual: count },
    );
  }
}
