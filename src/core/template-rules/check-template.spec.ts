import { demoRequest, DEMO_TEMPLATE } from '../../../test/support/demo-requests';
import { refusalOf } from '../../../test/support/refusal';
import { digestOf } from '../digest';
import { canonicalBytes, receiptFormSize } from '../json/canonical-json';
import type { JsonObject } from '../json/json-value';
import { checkTemplate } from './check-template';
import { parseTemplateRequest } from './template-request';

const SAMPLE = demoRequest(DEMO_TEMPLATE) as JsonObject & Readonly<Record<'manifest' | 'template', JsonObject>>;
const PUBLISHER = { publisherId: 'p', publisherType: 't' };
const KIND = 'anip_starter_template';
const SCHEMA = 'anip-starter-template-package/v0';

interface Changes {
  readonly manifest?: JsonObject;
  readonly template?: JsonObject;
  readonly package?: JsonObject;
}

/** The sample with these members instead; the digest in its manifest follows the template unless it is given too. */
function requestWith({ manifest, template, package: envelope }: Changes): JsonObject {
  const changed = { ...SAMPLE.template, ...template };
  return {
    ...SAMPLE,
    manifest: { ...SAMPLE.manifest, template_digest: digestOf(changed), ...manifest },
    template: changed,
    package: envelope ?? null,
  };
}

function outcome(changes: Changes): string {
  const error = refusalOf(() => checkTemplate(parseTemplateRequest(requestWith(changes)), PUBLISHER));
  return error === undefined ? 'accepted' : `${error.code} ${error.details.pointer ?? ''}`;
}
const nested = (depth: number): JsonObject => {
  let value: JsonObject = {};
  for (let level = 1; level < depth; level += 1) value = { a: value };
  return value;
};

describe('checkTemplate', () => {
  it('returns the canonical bytes and the digests of the three documents as they are', () => {
    const request = parseTemplateRequest(requestWith({}));
    const documents = checkTemplate(request, PUBLISHER);
    for (const name of ['manifest', 'template', 'envelope'] as const) {
      expect(documents[name].bytes.equals(canonicalBytes(request[name]))).toBe(true);
      expect(documents[name].digest).toBe(digestOf(request[name]));
    }
  });

  it.each<[string, Changes, string]>([
    ['no envelope', {}, 'accepted'],
    ['an empty envelope', { package: {} }, 'accepted'],
    ['an envelope with null schema and kind', { package: { schema: null, package_kind: null } }, 'accepted'],
    ['an envelope with right schema and kind', { package: { schema: SCHEMA, package_kind: KIND } }, 'accepted'],
    ['another schema', { package: { schema: `${SCHEMA} ` } }, 'TEMPLATE_ENVELOPE_INVALID /package/schema'],
    ['a schema that is false', { package: { schema: false } }, 'TEMPLATE_ENVELOPE_INVALID /package/schema'],
    [
      'another kind',
      { package: { package_kind: KIND.toUpperCase() } },
      'TEMPLATE_ENVELOPE_INVALID /package/package_kind',
    ],
    [
      'an envelope with the same template, its members in another order',
      { package: { template: reversed(SAMPLE.template) } },
      'accepted',
    ],
    [
      'an envelope with another template',
      { package: { template: { ...SAMPLE.template, x: 1 } } },
      'TEMPLATE_ENVELOPE_INVALID /package/template',
    ],
    [
      'an envelope with an older manifest',
      { manifest: { x: 1 }, package: { manifest: SAMPLE.manifest } },
      'TEMPLATE_ENVELOPE_INVALID /package/manifest',
    ],
    [
      'an envelope with a null template',
      { package: { template: null } },
      'TEMPLATE_ENVELOPE_INVALID /package/template',
    ],
    [
      'an envelope with -0 for 0',
      { template: { x: 0 }, package: { template: { ...SAMPLE.template, x: -0 } } },
      'TEMPLATE_ENVELOPE_INVALID /package/template',
    ],
    [
      'another manifest schema',
      { manifest: { schema: 'anip-starter-template-manifest/v1' } },
      'TEMPLATE_SCHEMA_UNSUPPORTED /manifest/schema',
    ],
    [
      'another template schema',
      { template: { schema: 'anip-starter-template/v0 ' } },
      'TEMPLATE_SCHEMA_UNSUPPORTED /template/schema',
    ],
    ['an envelope that nests to depth 48', { package: { x: nested(47) } }, 'accepted'],
    ['an envelope that nests deeper', { package: { x: nested(49) } }, 'DOCUMENT_TOO_DEEP /package'],
    ['a control character in the envelope', { package: { x: '\u0000' } }, 'DOCUMENT_TEXT_INVALID /package/x'],
    ['an empty key in the envelope', { package: { x: { '': 1 } } }, 'DOCUMENT_KEY_INVALID /package/x'],
    ['a binary in the envelope', { package: { file: 'A'.repeat(4096) } }, 'DOCUMENT_BINARY_REFUSED /package/file'],
    [
      'an unknown effect in the envelope',
      { package: { unsupported_effects: ['x'] } },
      'BUSINESS_EFFECT_INVALID /package/unsupported_effects/0',
    ],
    [
      'a script in the envelope',
      { package: { x: [{ ' Scripts\u0085': 1 }] } },
      'TEMPLATE_EXECUTABLE_MEMBER /package/x/0',
    ],
    ['a template that nests deeper', { template: { x: nested(49) } }, 'DOCUMENT_TOO_DEEP /template'],
    [
      'an unknown effect in the manifest',
      { manifest: { business_effects: 1 } },
      'BUSINESS_EFFECT_INVALID /manifest/business_effects',
    ],
    [
      'a command in the template',
      { template: { x: { COMMAND: null } } },
      'TEMPLATE_EXECUTABLE_MEMBER /template/x/COMMAND',
    ],
    [
      'a postinstall in the manifest',
      { manifest: { postInstall: 1 } },
      'TEMPLATE_EXECUTABLE_MEMBER /manifest/postInstall',
    ],
    ['names that only resemble', { template: { scripted: 1, 'pre-install': 1, x: ['script', 'command'] } }, 'accepted'],
    ['another id in the template', { template: { id: 'x' } }, 'TEMPLATE_IDENTITY_MISMATCH /template/id'],
    ['an id that is no text on either side', { template: { id: 1 }, manifest: { template_id: null } }, 'accepted'],
    [
      'another spec version in the template',
      { template: { anipSpecVersion: 'anip/0.25' } },
      'SPEC_VERSION_UNSUPPORTED /template/anipSpecVersion',
    ],
    [
      'another spec version in the manifest',
      { manifest: { anip_spec_version: ' anip/0.24' } },
      'SPEC_VERSION_UNSUPPORTED /manifest/anip_spec_version',
    ],
    [
      'a stale digest',
      { template: { title: 'x' }, manifest: { template_digest: digestOf(SAMPLE.template) } },
      'TEMPLATE_DIGEST_MISMATCH /manifest/template_digest',
    ],
    [
      'a digest in capitals',
      { manifest: { template_digest: digestOf(SAMPLE.template).toUpperCase() } },
      'TEMPLATE_DIGEST_MISMATCH /manifest/template_digest',
    ],
    ['no digest', { manifest: { template_digest: null } }, 'TEMPLATE_DIGEST_MISMATCH /manifest/template_digest'],
  ])('%s', (_, changes, expected) => {
    expect(outcome(changes)).toMatch(new RegExp(`^${expected}`));
  });

  it.each(['script', 'scripts', 'preinstall', 'postinstall', 'install', 'command', 'commands'])(
    'refuses a member %s',
    (name) => {
      expect(outcome({ template: { [name]: 1 } })).toBe(`TEMPLATE_EXECUTABLE_MEMBER /template/${name}`);
    },
  );

  it.each([
    ['manifest', 131_072],
    ['template', 1_048_576],
  ] as const)('measures the %s by the receipt form: %i', (name, limit) => {
    const empty = parseTemplateRequest(requestWith({ [name]: { x_fill: '' } }))[name];
    const room = limit - receiptFormSize(canonicalBytes(empty));
    const filled = (text: string): string => outcome({ [name]: { x_fill: text }, package: {} });
    expect(filled('-'.repeat(room))).toBe('accepted');
    expect(filled('<'.repeat(room / 6))).toBe('accepted');
    expect(filled('-'.repeat(room + 1))).toBe(`DOCUMENT_TOO_LARGE /${name}`);
    expect(filled('<'.repeat(room / 6 + 1))).toBe(`DOCUMENT_TOO_LARGE /${name}`);
  });

  it('measures what the envelope holds beside the documents like a template', () => {
    const filled = (text: string): string => outcome({ package: { x: text } });
    const room = 1_048_576 - '{"x":""}'.length;
    expect(filled('-'.repeat(room))).toBe('accepted');
    expect(filled('-'.repeat(room + 1))).toBe('DOCUMENT_TOO_LARGE /package');
    expect(filled('&'.repeat(room / 6 + 1))).toBe('DOCUMENT_TOO_LARGE /package');
    expect(filled('-'.repeat(2_097_152))).toBe('REQUEST_TOO_LARGE ');
  });

  it('counts a template twice in the request when the envelope is made for it', () => {
    const room = 1_048_576 - canonicalBytes({ ...SAMPLE.template, x_fill: '' }).length;
    expect(outcome({ template: { x_fill: '-'.repeat(room) } })).toBe('REQUEST_TOO_LARGE ');
    expect(outcome({ template: { x_fill: '-'.repeat(room - 4000) } })).toBe('accepted');
  });
});

function reversed(value: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(value).reverse());
}
