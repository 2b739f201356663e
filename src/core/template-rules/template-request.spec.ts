import { refusalOf } from '../../../test/support/refusal';
import type { JsonObject } from '../json/json-value';
import { checkTemplateIdentity, parseTemplateRequest } from './template-request';

const MANIFEST = { template_id: ' m ', package_version: '1.0.0' };

describe('parseTemplateRequest', () => {
  it.each<[string, JsonObject, [id: string, version: string]]>([
    ['nothing', {}, ['', '']],
    ['the request, trimmed', { template_id: ' a\n', template_version: '2 ', manifest: MANIFEST }, ['a', '2']],
    ['the manifest for what is absent', { manifest: MANIFEST }, ['m', '1.0.0']],
    [
      'the manifest for what is blank',
      { template_id: ' ', template_version: '\u0085', manifest: MANIFEST },
      ['m', '1.0.0'],
    ],
    ['the manifest for null', { template_id: null, manifest: { template_id: 'm' } }, ['m', '']],
    ['no number of the manifest', { manifest: { template_id: 7, package_version: 1 } }, ['', '']],
  ])('reads id and version from %s', (_, request, [templateId, templateVersion]) => {
    expect(parseTemplateRequest(request)).toMatchObject({ templateId, templateVersion });
  });

  it.each([undefined, null])('makes the envelope when it is %s', (envelope) => {
    const request = {
      manifest: MANIFEST,
      template: { a: 1 },
      ...(envelope === undefined ? {} : { package: envelope }),
    };
    expect(parseTemplateRequest(request).envelope).toEqual({
      schema: 'anip-starter-template-package/v0',
      package_kind: 'anip_starter_template',
      package_version: '1.0.0',
      manifest: MANIFEST,
      template: { a: 1 },
    });
  });

  it('keeps an empty envelope empty, and absent documents as empty objects', () => {
    expect(parseTemplateRequest({ package: {} })).toMatchObject({ envelope: {}, manifest: {}, template: {} });
  });

  it.each(['template_id', 'template_version', 'publisher_id', 'publisher_type', 'manifest', 'template', 'package'])(
    'refuses another type of %s',
    (name) => {
      const error = refusalOf(() => parseTemplateRequest({ [name]: 5 }));
      expect(error).toMatchObject({ code: 'MEMBER_TYPE_INVALID', details: { pointer: `/${name}` } });
    },
  );
});

describe('checkTemplateIdentity', () => {
  it.each<[string, JsonObject, string]>([
    [
      'the same in the manifest but for white space',
      { template_id: 'm', template_version: '1.0.0', manifest: MANIFEST },
      'accepted',
    ],
    ['absent in the manifest', { template_id: 'm', template_version: '1', manifest: { template_id: ' ' } }, 'accepted'],
    ['no id', { template_version: '1' }, 'IDENTITY_REQUIRED /template_id'],
    ['no version', { template_id: 'm' }, 'IDENTITY_REQUIRED /template_version'],
    ['an id with a space', { template_id: 'a b', template_version: '1' }, 'ARTIFACT_ID_INVALID /template_id'],
    [
      'a version with a slash',
      { template_id: 'a', template_version: '1/2' },
      'ARTIFACT_VERSION_INVALID /template_version',
    ],
    ['another id', { template_id: 'a', manifest: MANIFEST }, 'TEMPLATE_IDENTITY_MISMATCH /manifest/template_id'],
    [
      'an id of another case',
      { template_id: 'M', manifest: MANIFEST },
      'TEMPLATE_IDENTITY_MISMATCH /manifest/template_id',
    ],
    [
      'another version',
      { template_version: '1.0', manifest: MANIFEST },
      'TEMPLATE_IDENTITY_MISMATCH /manifest/package_version',
    ],
  ])('%s', (_, request, expected) => {
    const error = refusalOf(() => checkTemplateIdentity(parseTemplateRequest(request)));
    expect(error === undefined ? 'accepted' : `${error.code} ${String(error.details.pointer)}`).toBe(expected);
  });
});
