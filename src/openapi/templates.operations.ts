import { ETAG, FILE_NAME, json, NEXT_LINK, NOT_MODIFIED } from './answers';
import {
  BODY_ERRORS,
  CONFLICT_ERRORS,
  CREDENTIAL_ERRORS,
  DOCUMENT_ERRORS,
  IDENTITY_ERRORS,
  LIST_ERRORS,
  STORE_ERRORS,
  TEMPLATE_RULE_ERRORS,
  WRITE_ERRORS,
} from './error-groups';
import { ref } from './json-schema';
import type { Operation } from './operation';
import { TEMPLATE_ID, TEMPLATE_SEARCH, TEMPLATE_VERSION } from './parameters';

/** The routes of templates, by the names of their handlers. */
export const TEMPLATE_OPERATIONS = {
  publish: {
    id: 'publishTemplate',
    tag: 'Templates',
    summary: 'Publish a version of a template',
    description: 'Templates carry digests, and no signature: they are starting material, not something to run.',
    security: 'publishToken',
    body: { description: 'At most 2 MiB.', schema: ref('PublishTemplateRequest') },
    answers: { 201: json('PublishedTemplate', 'The version is published.') },
    errors: [
      ...CREDENTIAL_ERRORS,
      ...BODY_ERRORS,
      ...IDENTITY_ERRORS,
      ...CONFLICT_ERRORS,
      ...DOCUMENT_ERRORS,
      ...TEMPLATE_RULE_ERRORS,
      ...WRITE_ERRORS,
    ],
  },
  all: {
    id: 'listTemplates',
    tag: 'Templates',
    summary: 'List and search versions of all templates',
    description: 'Without parameters: every version, by downloads, then the newest first.',
    query: TEMPLATE_SEARCH,
    answers: { 200: json('TemplateList', 'A page of versions.', NEXT_LINK) },
    errors: LIST_ERRORS,
  },
  versions: {
    id: 'listTemplateVersions',
    tag: 'Templates',
    summary: 'List all versions of a template',
    path: TEMPLATE_ID,
    answers: { 200: json('TemplateVersions', 'Its versions, and which of them is the latest.') },
    errors: ['TEMPLATE_NOT_FOUND', ...STORE_ERRORS],
  },
  inspect: {
    id: 'getTemplate',
    tag: 'Templates',
    summary: 'Inspect a version',
    description: 'Never counted.',
    path: TEMPLATE_VERSION,
    answers: { 200: json('TemplateRecord', 'The record.', ETAG), 304: NOT_MODIFIED },
    errors: ['TEMPLATE_NOT_FOUND', ...STORE_ERRORS],
  },
  download: {
    id: 'downloadTemplate',
    tag: 'Templates',
    summary: 'Download a version',
    description: 'Each answered GET counts once, durably; HEAD never counts.',
    path: TEMPLATE_VERSION,
    answers: { 200: json('TemplateEnvelope', 'The download envelope, as a file.', FILE_NAME) },
    errors: ['TEMPLATE_NOT_FOUND', ...WRITE_ERRORS],
  },
} as const satisfies Readonly<Record<string, Operation>>;
