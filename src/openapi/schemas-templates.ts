import { ENVELOPE_KIND, ENVELOPE_SCHEMA } from '../core/template-rules/template-request';
import { anyObject, constant, listOfSchemas, objectWith, ref, text, type JsonSchema } from './json-schema';

const facts = {
  template_id: ref('ArtifactId'),
  template_version: ref('ArtifactVersion'),
  template_kind: { type: 'string', description: 'The kind of template; may be empty.' },
  project_type: { type: 'string', description: 'The type of project that it starts; may be empty.' },
  anip_spec_version: ref('SpecVersion'),
  published_at: ref('Timestamp'),
  download_count: ref('DownloadCount'),
};
const extras = {
  domain: text('The domain that it is for.'),
  industry: text('The industry that it is for.'),
  systems: listOfSchemas(text('A system.'), 'The systems that it connects to.'),
  publisher_id: text('Who published it.'),
  publisher_type: text('What kind of publisher that is.'),
};
const manifest = anyObject('Title, summary, counts and the digest of the template.');
const template = anyObject('Documents, connections, discovery records and capability mappings.');
const envelope = objectWith(
  'What is downloaded: the same manifest and template in an envelope.',
  {},
  {
    schema: constant(ENVELOPE_SCHEMA, 'The schema of the envelope.'),
    package_kind: constant(ENVELOPE_KIND, 'What it is.'),
    package_version: { type: 'string', description: 'The version of the template.' },
    manifest,
    template,
  },
);

/** Starter templates (templates.md, "Shapes"). */
export const TEMPLATE_SCHEMAS: Readonly<Record<string, JsonSchema>> = {
  TemplateSummary: objectWith('One published version of a starter template, without its content.', facts, {
    ...extras,
    manifest,
  }),
  TemplateList: objectWith(
    'A page of versions.',
    { items: listOfSchemas(ref('TemplateSummary'), 'The versions, in the order that was asked for.') },
    { next_cursor: text('Give this as `cursor` for the next page; left out on the last one.') },
  ),
  TemplateVersions: objectWith(
    'All versions of one template.',
    {
      template_id: ref('ArtifactId'),
      items: listOfSchemas(ref('TemplateSummary'), 'The highest version first.'),
    },
    { latest_version: text('The highest version.') },
  ),
  TemplateRecord: objectWith(
    'A whole version of a starter template.',
    {
      ...facts,
      manifest_digest: ref('Digest', 'Of the manifest.'),
      template_digest: ref('Digest', 'Of the template.'),
      package_digest: ref('Digest', 'Of the download envelope.'),
      manifest,
      template,
      package: ref('TemplateEnvelope'),
    },
    extras,
  ),
  TemplateEnvelope: { ...envelope, additionalProperties: true },
  PublishTemplateRequest: objectWith(
    'A template version to publish. Unknown members are ignored; who publishes follows from the token.',
    { manifest, template },
    {
      template_id: ref('ArtifactId', 'Default: that of the manifest, which it must equal.'),
      template_version: ref('ArtifactVersion', "Default: the manifest's `package_version`, which it must equal."),
      package: ref('TemplateEnvelope', 'Default: made from manifest and template.'),
      publisher_id: { type: 'string', description: 'Accepted from older clients, and ignored.' },
      publisher_type: { type: 'string', description: 'Accepted from older clients, and ignored.' },
    },
  ),
  PublishedTemplate: objectWith('What was published.', { template: ref('TemplateRecord') }),
};
