/**
 * The schema after all migrations, as an audit compares it with a database: every table with its constraints, triggers
 * and indexes by name. A migration that changes one of them changes this file too; test/e2e/cli/audit-catalog.e2e-spec.ts
 * compares both and shows the difference.
 */
export const EXPECTED_TABLES: readonly string[] = [
  'artifact_search',
  'artifacts',
  'audit_client_key',
  'audit_events',
  'blobs',
  'downloads_daily',
  'migration_checksums',
  'migrations',
  'package_lifecycle',
  'package_lifecycle_history',
  'package_version_stats',
  'package_versions',
  'receipts',
  'signing_keys',
  'template_version_stats',
  'template_versions',
];

/** Checks, primary, unique and foreign keys, by table. */
export const EXPECTED_CONSTRAINTS: Readonly<Record<string, readonly string[]>> = {
  artifact_search: ['artifact_search_kind', 'artifact_search_pkey'],
  artifacts: ['artifacts_id_format', 'artifacts_kind', 'artifacts_pkey'],
  audit_client_key: ['audit_client_key_length', 'audit_client_key_pkey', 'audit_client_key_single'],
  audit_events: [
    'audit_events_hash_matches',
    'audit_events_is_object',
    'audit_events_one_line',
    'audit_events_pkey',
    'audit_events_sequence',
    'audit_events_size',
  ],
  blobs: ['blobs_digest_matches', 'blobs_pkey', 'blobs_size'],
  downloads_daily: ['downloads_daily_count', 'downloads_daily_kind', 'downloads_daily_pkey'],
  migration_checksums: ['migration_checksums_format', 'migration_checksums_pkey', 'migration_checksums_requires_fkey'],
  migrations: ['migrations_name_key', 'migrations_pkey'],
  package_lifecycle: [
    'lifecycle_not_self',
    'lifecycle_reason',
    'lifecycle_reason_size',
    'lifecycle_replacement',
    'lifecycle_revision',
    'lifecycle_status',
    'lifecycle_touched',
    'package_lifecycle_pkey',
    'package_lifecycle_version_fkey',
  ],
  package_lifecycle_history: ['package_lifecycle_history_pkey', 'package_lifecycle_history_revision_key'],
  package_version_stats: [
    'package_version_stats_count',
    'package_version_stats_pkey',
    'package_version_stats_version_fkey',
  ],
  package_versions: [
    'package_has_lifecycle',
    'package_has_receipt',
    'package_has_stats',
    'package_versions_artifact_fkey',
    'package_versions_contract_signature_size',
    'package_versions_definition_fkey',
    'package_versions_developer_revision_ref_size',
    'package_versions_display_fkey',
    'package_versions_execution_signature_format',
    'package_versions_kind',
    'package_versions_lineage_fkey',
    'package_versions_lock_fkey',
    'package_versions_manifest_fkey',
    'package_versions_pkey',
    'package_versions_product_revision_ref_size',
    'package_versions_project_ref_size',
    'package_versions_schema_version',
    'package_versions_version_format',
  ],
  receipts: [
    'receipts_key_fkey',
    'receipts_payload_fkey',
    'receipts_pkey',
    'receipts_receipt_id_format',
    'receipts_receipt_id_key',
    'receipts_signature_length',
    'receipts_version_fkey',
  ],
  signing_keys: [
    'signing_keys_algorithm',
    'signing_keys_key_id_format',
    'signing_keys_pkey',
    'signing_keys_public_key_length',
  ],
  template_version_stats: [
    'template_version_stats_count',
    'template_version_stats_pkey',
    'template_version_stats_version_fkey',
  ],
  template_versions: [
    'template_has_stats',
    'template_versions_artifact_fkey',
    'template_versions_kind',
    'template_versions_manifest_fkey',
    'template_versions_package_fkey',
    'template_versions_pkey',
    'template_versions_template_fkey',
    'template_versions_version_format',
  ],
};

/** Unique indexes that no constraint stands for. */
export const EXPECTED_UNIQUE_INDEXES: Readonly<Record<string, readonly string[]>> = {
  artifacts: ['artifacts_fold_key'],
};

/** Indexes that only make things quick. */
export const EXPECTED_INDEXES: Readonly<Record<string, readonly string[]>> = {
  artifact_search: [
    'artifact_search_doc_idx',
    'artifact_search_domain_idx',
    'artifact_search_keywords_idx',
    'artifact_search_signs_idx',
    'artifact_search_text_idx',
  ],
  package_lifecycle: ['package_lifecycle_inactive_idx'],
  package_version_stats: ['package_version_stats_sort_idx'],
  package_versions: [
    'package_versions_contract_idx',
    'package_versions_project_idx',
    'package_versions_publisher_idx',
    'package_versions_recent_idx',
  ],
  receipts: ['receipts_key_idx'],
  template_version_stats: ['template_version_stats_sort_idx'],
  template_versions: [
    'template_versions_domain_idx',
    'template_versions_industry_idx',
    'template_versions_kind_idx',
    'template_versions_publisher_idx',
    'template_versions_recent_idx',
    'template_versions_type_idx',
  ],
};

/** Tables whose rows never change (data-model.md section 8); each has two triggers that refuse it. */
export const IMMUTABLE_TABLES: readonly string[] = [
  'artifacts',
  'audit_client_key',
  'audit_events',
  'blobs',
  'package_lifecycle_history',
  'package_versions',
  'receipts',
  'signing_keys',
  'template_versions',
];

/** pg_trigger.tgtype: BEFORE UPDATE OR DELETE FOR EACH ROW, BEFORE TRUNCATE, and AFTER UPDATE FOR EACH ROW. */
const BEFORE_ROW_CHANGE = 27;
const BEFORE_TRUNCATE = 34;
const AFTER_ROW_UPDATE = 17;

export interface ExpectedTrigger {
  readonly table: string;
  readonly name: string;
  readonly action: string;
}

export const EXPECTED_TRIGGERS: readonly ExpectedTrigger[] = [
  ...IMMUTABLE_TABLES.flatMap((table) => [
    { table, name: `${table}_immutable`, action: `${BEFORE_ROW_CHANGE} reject_mutation` },
    { table, name: `${table}_no_truncate`, action: `${BEFORE_TRUNCATE} reject_mutation` },
  ]),
  { table: 'package_lifecycle', name: 'package_lifecycle_log', action: `${AFTER_ROW_UPDATE} log_lifecycle` },
];

/** The triggers' functions, by the digest of their source text. */
export const EXPECTED_FUNCTIONS: Readonly<Record<string, string>> = {
  log_lifecycle: 'sha256:016148989f1721f0e1f789deab4c01c27f936d6e477afbe4d8e7a79bc0bf9544',
  reject_mutation: 'sha256:0a76af985627cb6a308ed1ce8c02460910766e477cf837563fa3785a3a1ffde8',
};
