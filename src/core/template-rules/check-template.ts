import { checkBusinessEffects } from '../business-effects';
import { checkDocumentLimits } from '../document-limits';
import { RegistryError } from '../errors';
import { CLEAN_REPORT } from '../hygiene/hygiene-report';
import { refuseHits, refuseSecrets, type HygieneMode } from '../hygiene/refuse-hits';
import { canonicalBytes, receiptFormSize } from '../json/canonical-json';
import { isEmptyObject, member, textOf, type JsonObject } from '../json/json-value';
import { digested, type Digest, type DigestedBytes } from '../digest';
import type { Publisher } from '../publisher';
import { checkDocumentSize, checkRequestSize } from '../size-limits';
import { checkSpecVersion } from '../spec-version';
import { quoteForMessage } from '../text';
import { checkEnvelope, envelopeExtras } from './envelope';
import { refuseExecutableMembers } from './executable-members';
import { MAX_TEMPLATE_BODY_BYTES, type TemplateRequest } from './template-request';
import { templateHygiene } from './template-hygiene';
import { checkTemplateParts } from './template-parts';

export const MANIFEST_SCHEMA = 'anip-starter-template-manifest/v0';
export const TEMPLATE_SCHEMA = 'anip-starter-template/v0';
export const MAX_TEMPLATE_MANIFEST_BYTES = 131_072;
export const MAX_TEMPLATE_BYTES = 1_048_576;

/** The three documents of a template as they are stored and served. */
export interface TemplateDocuments {
  readonly manifest: DigestedBytes;
  readonly template: DigestedBytes;
  readonly envelope: DigestedBytes;
}

/**
 * The rules of templates.md (step 5) on a normalised request, in the contract's order, and those of design difference
 * 9: what the envelope that is downloaded holds beside them passes the same inspection as the template.
 */
export function checkTemplate(
  request: TemplateRequest,
  publisher: Publisher,
  hygiene: HygieneMode = 'enforce',
): TemplateDocuments {
  const { manifest, template, envelope } = request;
  const documents = {
    manifest: digested(canonicalBytes(manifest)),
    template: digested(canonicalBytes(template)),
    envelope: digested(canonicalBytes(envelope)),
  };
  const sizes = {
    manifest: receiptFormSize(documents.manifest.bytes),
    template: receiptFormSize(documents.template.bytes),
    ...(isEmptyObject(envelope) ? {} : { package: receiptFormSize(documents.envelope.bytes) }),
  };
  const rest = {
    template_id: request.templateId,
    template_version: request.templateVersion,
    publisher_id: publisher.publisherId,
    publisher_type: publisher.publisherType,
  };
  checkRequestSize(rest, sizes, MAX_TEMPLATE_BODY_BYTES);
  // Before the rules whose messages quote values: none of them may be a secret (design: difference 2).
  const report = hygiene === 'enforce' ? templateHygiene(request) : CLEAN_REPORT;
  refuseSecrets(report);
  checkEnvelope(envelope, documents);
  checkSchema(manifest, MANIFEST_SCHEMA, '/manifest/schema');
  checkSchema(template, TEMPLATE_SCHEMA, '/template/schema');
  checkDocumentSize('manifest', sizes.manifest, MAX_TEMPLATE_MANIFEST_BYTES);
  checkDocumentSize('template', sizes.template, MAX_TEMPLATE_BYTES);

  const extras = envelopeExtras(envelope);
  checkDocumentSize('package', receiptFormSize(canonicalBytes(extras)), MAX_TEMPLATE_BYTES);

  checkDocumentLimits(manifest, 'template manifest', '/manifest');
  checkDocumentLimits(template, 'template', '/template');
  checkDocumentLimits(extras, 'template package', '/package');
  checkBusinessEffects(manifest, '/manifest');
  checkBusinessEffects(template, '/template');
  checkBusinessEffects(extras, '/package');
  refuseExecutableMembers(extras, '/package');
  refuseExecutableMembers(manifest, '/manifest');
  refuseExecutableMembers(template, '/template');

  checkAgreement(request);
  checkStatedDigest(manifest, documents.template.digest);
  checkTemplateParts(template);
  refuseHits(report);
  return documents;
}

function checkSchema(document: JsonObject, allowed: string, pointer: string): void {
  const actual = textOf(member(document, 'schema'));
  if (actual === allowed) return;
  throw new RegistryError(
    'TEMPLATE_SCHEMA_UNSUPPORTED',
    `${pointer} is ${quoteForMessage(actual)}; allowed is "${allowed}"`,
    { pointer, allowed, actual },
  );
}

function checkAgreement({ manifest, template }: TemplateRequest): void {
  const manifestId = textOf(member(manifest, 'template_id'));
  const templateId = textOf(member(template, 'id'));
  if (manifestId !== templateId) {
    throw new RegistryError(
      'TEMPLATE_IDENTITY_MISMATCH',
      `manifest.template_id ${quoteForMessage(manifestId)} differs from template.id ${quoteForMessage(templateId)}`,
      { pointer: '/template/id', allowed: manifestId, actual: templateId },
    );
  }
  checkSpecVersion(member(template, 'anipSpecVersion'), '/template/anipSpecVersion');
  checkSpecVersion(member(manifest, 'anip_spec_version'), '/manifest/anip_spec_version');
}

function checkStatedDigest(manifest: JsonObject, actual: Digest): void {
  const stated = textOf(member(manifest, 'template_digest'));
  if (stated === actual) return;
  throw new RegistryError(
    'TEMPLATE_DIGEST_MISMATCH',
    `manifest.template_digest is ${quoteForMessage(stated)}, but the template's digest is ${actual}`,
    { pointer: '/manifest/template_digest', allowed: actual, actual: stated },
  );
}
