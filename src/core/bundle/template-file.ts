import { digestOf } from '../digest';
import { hasMember, member, objectOf, textOf, type JsonObject } from '../json/json-value';
import { parseTemplateRequest } from '../template-rules/template-request';
import { firstText, requireDocument, requireText } from './members';

const REQUEST_MEMBERS = ['template_id', 'template_version', 'manifest', 'template', 'package'];
/** What tells a request, and a registry record, from a bare envelope. */
const REQUEST_ONLY_MEMBERS = ['template_id', 'template_version', 'package'];

export const TEMPLATE_DIGESTS = ['manifest_digest', 'template_digest', 'package_digest'] as const;
export type TemplateDigests = Readonly<Record<(typeof TEMPLATE_DIGESTS)[number], string>>;

/**
 * The publish request of a template file (templates.md): a request, a registry record, or the envelope that a download
 * serves, which is then published as it is.
 * @throws RegistryError MEMBER_TYPE_INVALID, IDENTITY_REQUIRED
 */
export function publishRequestFromTemplateFile(root: JsonObject): JsonObject {
  const request = REQUEST_ONLY_MEMBERS.some((name) => hasMember(root, name)) ? pick(root) : requestOfEnvelope(root);
  requireDocument('manifest', objectOf(member(request, 'manifest')));
  requireDocument('template', objectOf(member(request, 'template')));
  const { templateId, templateVersion } = parseTemplateRequest(request);
  requireText('template_id', templateId);
  requireText('template_version', templateVersion);
  // Written out, since a publish token is checked against the id as it is sent.
  return { ...request, template_id: templateId, template_version: templateVersion };
}

/** The digests that a Registry states for this publish request. */
export function templateDigestsOf(publishRequest: JsonObject): TemplateDigests {
  const { manifest, template, envelope } = parseTemplateRequest(publishRequest);
  return {
    manifest_digest: digestOf(manifest),
    template_digest: digestOf(template),
    package_digest: digestOf(envelope),
  };
}

/** The digests that a record states. */
export function statedTemplateDigests(record: JsonObject): TemplateDigests {
  const stated = (name: string): string => textOf(member(record, name));
  return {
    manifest_digest: stated('manifest_digest'),
    template_digest: stated('template_digest'),
    package_digest: stated('package_digest'),
  };
}

function pick(root: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(root).filter(([name]) => REQUEST_MEMBERS.includes(name)));
}

function requestOfEnvelope(envelope: JsonObject): JsonObject {
  const manifest = member(envelope, 'manifest') ?? null;
  return {
    template_id: firstText(member(manifest, 'template_id')),
    template_version: firstText(member(manifest, 'package_version'), member(envelope, 'package_version')),
    manifest,
    template: member(envelope, 'template') ?? null,
    package: envelope,
  };
}
