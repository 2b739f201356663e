import { member, objectOf, type JsonObject, type JsonValue } from '../../../src/core/json/json-value';
import { MAX_TEMPLATE_BODY_BYTES } from '../../../src/core/template-rules/template-request';
import type { VerdictCase } from '../../support/vectors';
import { describeVerdicts } from './verdict-suite';

describeVerdicts({
  name: 'template',
  route: '/templates',
  maxBodyBytes: MAX_TEMPLATE_BODY_BYTES,
  requestOf: withoutStaleEnvelope,
});

/**
 * The cases that change the template or its manifest carry the envelope of the unchanged one, which the reference does
 * not look at (difference 9); they are sent without. Where the template alone is near the limit of a whole request, the
 * envelope that is made for it would not fit beside it: there only the stale copies are left out.
 */
function withoutStaleEnvelope(patched: JsonValue, { patch, rule }: VerdictCase): JsonValue {
  if (!patch.some(({ path }) => /^\/(?:template|manifest)(?:\/|$)/.test(path))) return patched;
  const request = objectOf(patched);
  const left = rule === 'template.bytes' ? withoutDocuments(objectOf(member(request, 'package'))) : null;
  return { ...request, package: left };
}

function withoutDocuments(envelope: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(envelope).filter(([name]) => name !== 'manifest' && name !== 'template'));
}
