import { RegistryError } from '../errors';
import { canonicalBytes } from '../json/canonical-json';
import { member, type JsonObject, type JsonValue } from '../json/json-value';
import type { DigestedBytes } from '../digest';
import { ENVELOPE_KIND, ENVELOPE_SCHEMA } from './template-request';

/**
 * The envelope is what a download serves. Its schema and kind, where given, are ours; its `manifest` and `template`,
 * where given, are byte for byte the ones that were inspected (templates.md step 5.3; design: difference 9).
 * @throws RegistryError TEMPLATE_ENVELOPE_INVALID
 */
export function checkEnvelope(
  envelope: JsonObject,
  documents: { readonly manifest: DigestedBytes; readonly template: DigestedBytes },
): void {
  checkText(member(envelope, 'schema'), ENVELOPE_SCHEMA, '/package/schema');
  checkText(member(envelope, 'package_kind'), ENVELOPE_KIND, '/package/package_kind');
  checkEqual(member(envelope, 'manifest'), documents.manifest, 'manifest');
  checkEqual(member(envelope, 'template'), documents.template, 'template');
}

/** What the envelope holds beyond the documents that are inspected by themselves. */
export function envelopeExtras(envelope: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(envelope).filter(([name]) => name !== 'manifest' && name !== 'template'));
}

function checkText(value: JsonValue | undefined, allowed: string, pointer: string): void {
  if (value === undefined || value === null || value === allowed) return;
  throw new RegistryError('TEMPLATE_ENVELOPE_INVALID', `${pointer} must be "${allowed}" or left out`, {
    pointer,
    allowed,
  });
}

function checkEqual(value: JsonValue | undefined, validated: DigestedBytes, name: string): void {
  if (value === undefined || canonicalBytes(value).equals(validated.bytes)) return;
  throw new RegistryError(
    'TEMPLATE_ENVELOPE_INVALID',
    `/package/${name} differs from /${name}; the envelope must hold the very ${name} that is published`,
    { pointer: `/package/${name}`, allowed: validated.digest },
  );
}
