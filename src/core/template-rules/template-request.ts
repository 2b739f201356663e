import { checkArtifactId, checkArtifactVersion } from '../artifact-id';
import { RegistryError } from '../errors';
import { member, textOf, type JsonObject, type JsonValue } from '../json/json-value';
import { RequestMembers } from '../request-members';
import { isBlank, quoteForMessage, trim } from '../text';

/** On the wire, before anything is parsed (templates.md). */
export const MAX_TEMPLATE_BODY_BYTES = 2_097_152;
export const ENVELOPE_SCHEMA = 'anip-starter-template-package/v0';
export const ENVELOPE_KIND = 'anip_starter_template';

/** A template publish request, normalised (templates.md, order step 3). */
export interface TemplateRequest {
  readonly templateId: string;
  readonly templateVersion: string;
  readonly manifest: JsonObject;
  readonly template: JsonObject;
  /** The download envelope, the request's member `package`. */
  readonly envelope: JsonObject;
}

/** @throws RegistryError MEMBER_TYPE_INVALID */
export function parseTemplateRequest(body: JsonValue): TemplateRequest {
  const request = RequestMembers.of(body);
  const sentId = request.string('template_id');
  const sentVersion = request.string('template_version');
  request.string('publisher_id');
  request.string('publisher_type');
  const manifest = request.object('manifest') ?? {};
  const template = request.object('template') ?? {};
  const sentEnvelope = request.object('package');

  const templateId = trim(isBlank(sentId) ? textOf(member(manifest, 'template_id')) : sentId);
  const templateVersion = trim(isBlank(sentVersion) ? textOf(member(manifest, 'package_version')) : sentVersion);
  return {
    templateId,
    templateVersion,
    manifest,
    template,
    envelope: sentEnvelope ?? {
      schema: ENVELOPE_SCHEMA,
      package_kind: ENVELOPE_KIND,
      package_version: templateVersion,
      manifest,
      template,
    },
  };
}

/**
 * The id and version are well formed and, where the manifest names them too, the same there (design: difference 9).
 * @throws RegistryError IDENTITY_REQUIRED, ARTIFACT_ID_INVALID, ARTIFACT_VERSION_INVALID, TEMPLATE_IDENTITY_MISMATCH
 */
export function checkTemplateIdentity({ templateId, templateVersion, manifest }: TemplateRequest): void {
  checkArtifactId(templateId, 'template_id');
  checkArtifactVersion(templateVersion, 'template_version');
  checkSame('template_id', templateId, textOf(member(manifest, 'template_id')), '/manifest/template_id');
  checkSame(
    'template_version',
    templateVersion,
    textOf(member(manifest, 'package_version')),
    '/manifest/package_version',
  );
}

function checkSame(name: string, requested: string, inManifest: string, pointer: string): void {
  if (isBlank(inManifest) || trim(inManifest) === requested) return;
  throw new RegistryError(
    'TEMPLATE_IDENTITY_MISMATCH',
    `${name} ${quoteForMessage(requested)} differs from ${quoteForMessage(inManifest)} at ${pointer}; they must be the same`,
    { pointer, allowed: requested, actual: inManifest },
  );
}
