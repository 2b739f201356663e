import {
  ARTIFACT_ID_GRAMMAR,
  ARTIFACT_VERSION_GRAMMAR,
  MAX_ARTIFACT_ID_BYTES,
  MAX_ARTIFACT_VERSION_BYTES,
} from '../core/artifact-id';
import { KEY_ID_GRAMMAR } from '../core/ed25519';
import { LIFECYCLE_STATUSES } from '../core/lifecycle';
import { SPEC_VERSION } from '../core/spec-version';
import { anyObject, constant, objectWith, oneOf, text, type JsonSchema } from './json-schema';

/** What packages, templates and the service itself share (packages.md section 6). */
export const COMMON_SCHEMAS: Readonly<Record<string, JsonSchema>> = {
  ArtifactId: text(`The id of a package or template: ${ARTIFACT_ID_GRAMMAR}.`, { maxLength: MAX_ARTIFACT_ID_BYTES }),
  ArtifactVersion: text(`A version: ${ARTIFACT_VERSION_GRAMMAR}. Once published it never changes.`, {
    maxLength: MAX_ARTIFACT_VERSION_BYTES,
  }),
  Digest: {
    type: 'string',
    pattern: '^sha256:[0-9a-f]{64}$',
    description: 'SHA-256 over the canonical form of a document.',
  },
  Timestamp: {
    type: 'string',
    format: 'date-time',
    pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}Z$',
    description: 'A time in UTC, in whole seconds.',
  },
  DownloadCount: { type: 'integer', minimum: 0, description: 'How often it was downloaded.' },
  KeyId: text(`The id of a signing key: ${KEY_ID_GRAMMAR}.`, { maxLength: 128 }),
  Signature: {
    type: 'string',
    pattern: '^ed25519:[A-Za-z0-9._-]+:[A-Za-z0-9+/]{86}==$',
    description: 'Algorithm, key id and the base64 of the signature, joined by colons.',
  },
  SpecVersion: constant(SPEC_VERSION, 'The level of the ANIP specification.'),
  Lifecycle: objectWith(
    'Whether a version may be used. Only operators change it; the signed parts stay as they are.',
    { status: oneOf(LIFECYCLE_STATUSES, 'Yanked: fetched only on request. Takedown: never served.') },
    {
      reason: text('Why, for people; always there unless the status is active.'),
      replacement: objectWith('The version to use instead.', {
        package_id: text('Its id.'),
        package_version: text('Its version.'),
      }),
      updated_at: { $ref: '#/components/schemas/Timestamp' },
      updated_by: text('Who changed it.'),
    },
  ),
  Problem: objectWith(
    'Every refusal has this shape (RFC 9457). Programs assert on `code`: it never changes, the text may.',
    {
      type: {
        type: 'string',
        pattern: '^urn:anip-registry:error:[a-z0-9-]+$',
        description: 'The code as a URN.',
      },
      title: text('The name of the HTTP status.'),
      status: { type: 'integer', minimum: 400, maximum: 599, description: 'The HTTP status.' },
      detail: text('What was wrong, the value, and what is allowed.'),
      error: text('The same text as `detail`, for older clients.'),
      code: { type: 'string', pattern: '^[A-Z][A-Z0-9_]+$', description: 'The stable code.' },
      details: anyObject(
        'Where and what: `pointer` (RFC 6901, from the root of the request body), `limit`, `actual`, `allowed`, `rule`.',
      ),
      request_id: text('The id under which the log of the Registry has this request.'),
    },
    {
      lifecycle: { $ref: '#/components/schemas/Lifecycle', description: 'With a 410: why the version is gone.' },
      package_id: text('With a 410: the package.'),
      version: text('With a 410: its version.'),
    },
  ),
};
