import { sampleTemplate } from '../../../test/support/sample-template';
import { storedDocument } from '../../../test/support/stored-package';
import { digestedJson } from '../digest';
import type { JsonObject, JsonValue } from '../json/json-value';
import { templateFacts } from '../template-record';
import { parseTemplateRequest } from '../template-rules/template-request';
import { auditTemplate, type StoredTemplate } from './audit-template';

const request = parseTemplateRequest(sampleTemplate() as unknown as JsonValue);
const stored: StoredTemplate = {
  templateId: request.templateId,
  templateVersion: request.templateVersion,
  facts: templateFacts(request),
  manifest: storedDocument('manifest', digestedJson(request.manifest)),
  template: storedDocument('template', digestedJson(request.template)),
  envelope: storedDocument('package', digestedJson(request.envelope)),
};

function classesOf(changes: Partial<StoredTemplate>): string[] {
  return [...auditTemplate({ ...stored, ...changes })].map((finding) => finding.class);
}

const changed = (name: string, document: JsonObject): StoredTemplate['manifest'] =>
  storedDocument(name, digestedJson(document));

describe('auditTemplate', () => {
  it('has nothing to say of what publishing made', () => {
    expect(classesOf({})).toEqual([]);
    expect(classesOf({ envelope: changed('package', {}) })).toEqual([]);
  });

  it.each(['templateKind', 'projectType', 'anipSpecVersion', 'domain', 'industry'])('finds another %s', (name) => {
    expect(classesOf({ facts: { ...stored.facts, [name]: 'other' } })).toEqual(['TEMPLATE_FACTS_MISMATCH']);
  });

  it('finds other systems, and another order of them', () => {
    expect(classesOf({ facts: { ...stored.facts, systems: ['other', ...stored.facts.systems] } })).toEqual([
      'TEMPLATE_FACTS_MISMATCH',
    ]);
  });

  it('finds documents that do not belong together', () => {
    expect(classesOf({ template: changed('template', { ...request.template, x: 1 }) })).toEqual([
      'STAMP_MISMATCH',
      'TEMPLATE_ENVELOPE_MISMATCH',
    ]);
    expect(classesOf({ templateId: 'another-id' })).toEqual(['STAMP_MISMATCH']);
    expect(classesOf({ templateVersion: '9.9.9' })).toEqual(['STAMP_MISMATCH']);
    expect(classesOf({ envelope: changed('package', { schema: 'other' }) })).toEqual(['TEMPLATE_ENVELOPE_MISMATCH']);
  });

  it('says once that a document is gone', () => {
    expect(classesOf({ template: { ...stored.template, content: undefined } })).toEqual(['BLOB_MISSING']);
  });
});
