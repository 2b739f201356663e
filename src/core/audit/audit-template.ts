import { RegistryError } from '../errors';
import { canonicalBytes } from '../json/canonical-json';
import { member, textOf, type JsonObject } from '../json/json-value';
import { digested, digestOf } from '../digest';
import { templateFacts, type TemplateFacts } from '../template-record';
import { checkEnvelope } from '../template-rules/envelope';
import { checkTemplateIdentity, type TemplateRequest } from '../template-rules/template-request';
import { quoteForMessage } from '../text';
import { auditDocument, type StoredDocument, type Subject } from './audit-document';
import type { Finding } from './finding';

const TABLE = 'template_versions';

/** A row of template_versions with the documents that it names. */
export interface StoredTemplate {
  readonly templateId: string;
  readonly templateVersion: string;
  readonly facts: TemplateFacts;
  readonly manifest: StoredDocument;
  readonly template: StoredDocument;
  readonly envelope: StoredDocument;
}

/** Digests, canonical bytes, and everything that the row or another document repeats (templates.md step 5, "Shapes"). */
export function* auditTemplate(stored: StoredTemplate): Generator<Finding> {
  const { templateId, templateVersion } = stored;
  const subject = { artifact: templateId, version: templateVersion, table: TABLE };
  const manifest = auditDocument(stored.manifest, subject);
  const template = auditDocument(stored.template, subject);
  const envelope = auditDocument(stored.envelope, subject);
  for (const { findings } of [manifest, template, envelope]) yield* findings;
  if (manifest.value === undefined || template.value === undefined) return;

  const request = { templateId, templateVersion, manifest: manifest.value, template: template.value, envelope: {} };
  yield* auditFacts(stored.facts, request, subject);
  yield* auditAgreement(request, subject);
  if (envelope.value !== undefined) {
    yield* refusalOf('TEMPLATE_ENVELOPE_MISMATCH', subject, envelopeCheck(envelope.value, request));
  }
}

function* auditFacts(stored: TemplateFacts, request: TemplateRequest, subject: Subject): Generator<Finding> {
  const facts = templateFacts(request);
  for (const name of Object.keys(facts) as (keyof TemplateFacts)[]) {
    if (JSON.stringify(facts[name]) === JSON.stringify(stored[name])) continue;
    yield {
      ...subject,
      class: 'TEMPLATE_FACTS_MISMATCH',
      detail: `${name} of the row is ${shown(stored[name])}, the documents say ${shown(facts[name])}`,
    };
  }
}

function shown(fact: TemplateFacts[keyof TemplateFacts]): string {
  return quoteForMessage(typeof fact === 'string' ? fact : fact.join(', '));
}

function* auditAgreement(request: TemplateRequest, subject: Subject): Generator<Finding> {
  yield* refusalOf('STAMP_MISMATCH', subject, () => checkTemplateIdentity(request));
  const stated = textOf(member(request.manifest, 'template_digest'));
  const actual = digestOf(request.template);
  if (stated === actual) return;
  yield {
    ...subject,
    class: 'STAMP_MISMATCH',
    detail: `manifest.template_digest is ${quoteForMessage(stated)}, the template has ${actual}`,
  };
}

/** The rule of publishing itself, over the documents and not their stored bytes, which have findings of their own. */
function envelopeCheck(envelope: JsonObject, { manifest, template }: TemplateRequest): () => void {
  return () =>
    checkEnvelope(envelope, {
      manifest: digested(canonicalBytes(manifest)),
      template: digested(canonicalBytes(template)),
    });
}

function* refusalOf(findingClass: Finding['class'], subject: Subject, check: () => void): Generator<Finding> {
  try {
    check();
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error;
    yield { ...subject, class: findingClass, detail: error.message };
  }
}
