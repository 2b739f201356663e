/**
 * Every refusal of the Registry by its stable code, grouped by what refuses, in the order of docs/errors.md. The list
 * knows no HTTP: `http/error-status.ts` gives each code its status, `openapi/error-groups.ts` gives operations their
 * groups, and docs/errors.md explains each code. A message may be reworded, a code may not.
 */
export const ERROR_GROUPS = {
  publishCredentials: ['PUBLISHING_DISABLED', 'PUBLISH_TOKEN_MISSING', 'PUBLISH_TOKEN_INVALID'],
  adminCredentials: ['ADMIN_TOKEN_REQUIRED'],
  rate: ['RATE_LIMITED', 'PUBLISHING_BUSY'],
  request: ['REQUEST_MALFORMED', 'HEADERS_TOO_LARGE', 'REQUEST_TIMEOUT'],
  body: [
    'BODY_TOO_LARGE',
    'BODY_INCOMPLETE',
    'BODY_EMPTY',
    'JSON_SYNTAX',
    'JSON_TOO_DEEP',
    'JSON_TOO_MANY_VALUES',
    'JSON_NUMBER_OVERFLOW',
    'JSON_REPEATED_MEMBER',
    'MEMBER_TYPE_INVALID',
  ],
  identity: ['IDENTITY_REQUIRED', 'ARTIFACT_ID_INVALID', 'ARTIFACT_VERSION_INVALID'],
  packageIdentity: ['IDENTITY_TEXT_INVALID'],
  conflict: ['VERSION_EXISTS', 'ARTIFACT_ID_TAKEN'],
  /** Size, shape and safety of published documents, of both kinds. */
  documents: [
    'REQUEST_TOO_LARGE',
    'DOCUMENT_TOO_LARGE',
    'DOCUMENT_TOO_DEEP',
    'DOCUMENT_KEY_INVALID',
    'DOCUMENT_TEXT_INVALID',
    'DOCUMENT_EXAMPLES_TOO_LARGE',
    'DOCUMENT_ATTACHMENTS_TOO_LARGE',
    'DOCUMENT_BINARY_REFUSED',
    'BUSINESS_EFFECT_INVALID',
    'HYGIENE_VIOLATION',
    'SPEC_VERSION_UNSUPPORTED',
  ],
  packages: [
    'README_TOO_LARGE',
    'SOURCE_LINKS_TOO_MANY',
    'SOURCE_LINK_INVALID',
    'IMPLEMENTATION_MATERIALS_TOO_MANY',
    'IMPLEMENTATION_MATERIAL_INVALID',
    'BUNDLE_REF_INVALID',
    'TREE_DIGEST_INVALID',
    'SCHEMA_VERSION_UNSUPPORTED',
    'RETIRED_BUILD_PACK',
    'CONSUMABILITY_INVALID',
    'READINESS_INVALID',
  ],
  serviceDefinitions: [
    'CAPABILITIES_TOO_MANY',
    'DEFINITION_HEAD_INVALID',
    'TOPOLOGY_INVALID',
    'CAPABILITY_INVALID',
    'CAPABILITY_INPUT_INVALID',
    'VALIDATION_PATTERN_INVALID',
    'COMPOSITION_INVALID',
    'GRANT_POLICY_INVALID',
    'INTEGRATION_FRONTING_INVALID',
  ],
  templates: [
    'TEMPLATE_SCHEMA_UNSUPPORTED',
    'TEMPLATE_ENVELOPE_INVALID',
    'TEMPLATE_IDENTITY_MISMATCH',
    'TEMPLATE_EXECUTABLE_MEMBER',
    'TEMPLATE_DIGEST_MISMATCH',
    'TEMPLATE_PARTS_TOO_MANY',
    'TEMPLATE_DOCUMENT_INVALID',
    'TEMPLATE_CONNECTION_INVALID',
  ],
  signing: ['SIGNING_KEY_REBOUND'],
  reading: ['PACKAGE_NOT_FOUND', 'TEMPLATE_NOT_FOUND', 'VERSION_YANKED', 'VERSION_TAKEN_DOWN'],
  lifecycle: ['LIFECYCLE_INVALID', 'LIFECYCLE_CONFLICT'],
  lists: ['QUERY_INVALID', 'CURSOR_INVALID'],
  routing: ['ROUTE_NOT_FOUND', 'METHOD_NOT_ALLOWED', 'PATH_ENCODING_INVALID', 'HOST_INVALID'],
  store: ['STORE_UNAVAILABLE', 'STORE_FULL'],
  service: ['INTERNAL_ERROR'],
} as const;

export type ErrorCode = (typeof ERROR_GROUPS)[keyof typeof ERROR_GROUPS][number];

export const ERROR_CODES: readonly ErrorCode[] = Object.values(ERROR_GROUPS).flat();

/** Where the fault is and what would be right; every member is optional and safe to show to the client. */
export interface ErrorDetails {
  /** RFC 6901 pointer from the root of the request body. */
  readonly pointer?: string;
  readonly limit?: number;
  readonly actual?: string | number;
  readonly allowed?: string | readonly string[];
  /** Name of the rule, or of the standard, that was broken. */
  readonly rule?: string;
  /** Further facts of single codes (a lifecycle, the digests of what exists, ...). */
  readonly [fact: string]: unknown;
}

export class RegistryError extends Error {
  override readonly name = 'RegistryError';

  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly details: ErrorDetails = {},
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
