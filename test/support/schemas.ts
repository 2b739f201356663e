import Ajv2020, { type AnySchema, type ValidateFunction } from 'ajv/dist/2020';

/** The shapes of the contract (packages.md section 6, templates.md, "Shapes") as JSON Schema, closed on purpose. */
const time = { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}Z$' };
const digest = { type: 'string', pattern: '^sha256:[0-9a-f]{64}$' };
const text = { type: 'string', minLength: 1 };
const count = { type: 'integer', minimum: 0 };
const signature = { type: 'string', pattern: '^ed25519:[A-Za-z0-9._-]+:[A-Za-z0-9+/]{86}==$' };

function closed(required: Record<string, AnySchema>, optional: Record<string, AnySchema> = {}): AnySchema {
  return {
    type: 'object',
    properties: { ...required, ...optional },
    required: Object.keys(required),
    additionalProperties: false,
  };
}

const lifecycle = closed(
  { status: { enum: ['active', 'superseded', 'deprecated', 'yanked', 'takedown'] } },
  {
    reason: text,
    replacement: closed({ package_id: text, package_version: text }),
    updated_at: time,
    updated_by: text,
  },
);
const identity = {
  package_id: text,
  package_version: text,
  project_ref: text,
  product_revision_ref: text,
  developer_revision_ref: text,
  contract_signature: text,
  published_at: time,
  download_count: count,
  lifecycle,
};
const publisher = { publisher_id: text, publisher_type: text };
const lineage = { type: 'object', minProperties: 1 };

const publication = closed(identity, { ...publisher, lineage });
const record = closed(
  {
    ...identity,
    schema_version: { const: 'anip-service-definition/v1' },
    manifest_digest: digest,
    definition_digest: digest,
    lock_digest: digest,
    package_execution_signature: digest,
    manifest: { type: 'object' },
    service_definition: { type: 'object' },
    recommended_lock: { type: 'object' },
  },
  {
    ...publisher,
    lineage,
    readme: text,
    source_links: { type: 'array', minItems: 1, items: closed({ title: text, url: text }) },
    implementation_materials: {
      type: 'array',
      minItems: 1,
      items: closed({ ref: text }, { title: text, bundle_tree_sha256: digest }),
    },
  },
);
const receipt = closed(
  {
    receipt_id: digest,
    package_id: text,
    package_version: text,
    registry_signature: signature,
    signature_algorithm: { const: 'ed25519' },
    key_id: text,
    issued_at: time,
  },
  publisher,
);
const lock = closed(
  {
    lock_schema_version: { const: 'anip-package-lock/v1' },
    artifact_type: { const: 'anip_package_lock' },
    source_kind: { const: 'registry' },
    package_id: text,
    package_version: text,
    contract_signature: text,
    schema_version: { const: 'anip-service-definition/v1' },
    definition_digest: digest,
    manifest_digest: digest,
    lock_digest: digest,
    package_execution_signature: digest,
    receipt_signature: signature,
    receipt_authority: { const: 'remote-registry' },
    receipt_key_id: text,
    receipt_algorithm: { const: 'ed25519' },
    receipt_issued_at: time,
    registry_signing_mode: { enum: ['dev', 'production'] },
    registry_active_key_id: text,
  },
  { ...publisher, registry_url: { type: 'string', pattern: '^https?://[^/]+/registry-api/v1$' } },
);

const templateFacts = {
  template_id: text,
  template_version: text,
  template_kind: { type: 'string' },
  project_type: { type: 'string' },
  anip_spec_version: { const: 'anip/0.24' },
  published_at: time,
  download_count: count,
};
const templateExtras = {
  domain: text,
  industry: text,
  systems: { type: 'array', minItems: 1, items: text },
  ...publisher,
};
const templateSummary = closed(templateFacts, { ...templateExtras, manifest: { type: 'object' } });
const templateRecord = closed(
  {
    ...templateFacts,
    manifest_digest: digest,
    template_digest: digest,
    package_digest: digest,
    manifest: { type: 'object' },
    template: { type: 'object' },
    package: { type: 'object' },
  },
  templateExtras,
);

function listOf(item: AnySchema): AnySchema {
  return closed({ items: { type: 'array', items: item } }, { next_cursor: text });
}

export const SCHEMAS = {
  publication,
  record,
  receipt,
  lock,
  publications: listOf(publication),
  published: closed({ publication, package: record, receipt }),
  packageVersions: closed({ package_id: text, latest_version: text, items: { type: 'array', items: publication } }),
  templateRecord,
  templates: listOf(templateSummary),
  templateVersions: closed({
    template_id: text,
    latest_version: text,
    items: { type: 'array', items: templateSummary },
  }),
  keys: closed({
    signing_mode: { enum: ['dev', 'production'] },
    active_key_id: text,
    items: {
      type: 'array',
      items: closed({
        key_id: text,
        algorithm: { const: 'ed25519' },
        public_key: { type: 'string', pattern: '^[A-Za-z0-9+/]{43}=$' },
      }),
    },
  }),
  healthz: closed({
    status: { const: 'ok' },
    service: { const: 'anip-registry' },
    signing_mode: { enum: ['dev', 'production'] },
    active_key_id: text,
  }),
  readyz: closed(
    {
      status: { enum: ['ok', 'error'] },
      service: { const: 'anip-registry' },
      migration: closed(
        { applied: { type: 'boolean' }, applied_count: count, expected_count: count },
        {
          pending: { type: 'array', minItems: 1, items: text },
          incompatible: { type: 'array', minItems: 1, items: text },
        },
      ),
    },
    { error: text },
  ),
  problem: closed(
    {
      type: { type: 'string', pattern: '^urn:anip-registry:error:[a-z0-9-]+$' },
      title: text,
      status: { type: 'integer', minimum: 400, maximum: 599 },
      detail: text,
      error: text,
      code: { type: 'string', pattern: '^[A-Z][A-Z0-9_]+$' },
      details: { type: 'object' },
      request_id: text,
    },
    { lifecycle, package_id: text, version: text },
  ),
} satisfies Record<string, AnySchema>;

const ajv = new Ajv2020({ allErrors: true, strict: true });
const compiled = new Map<string, ValidateFunction>();

/** What of `value` does not have the shape; an empty list when all of it has. */
export function shapeFaults(name: keyof typeof SCHEMAS, value: unknown): readonly string[] {
  const validate = compiled.get(name) ?? ajv.compile(SCHEMAS[name]);
  compiled.set(name, validate);
  void validate(value);
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) => `${instancePath} ${message ?? ''} ${JSON.stringify(params)}`,
  );
}
