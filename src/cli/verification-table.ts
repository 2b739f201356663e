import type { JsonObject } from '../core/json/json-value';
import type { Check } from '../core/verify/checks';
import { text } from '../core/verify/read-members';
import { printable } from './terminal-text';

const SHOWN = [
  'status',
  'source_kind',
  'package_id',
  'package_version',
  'contract_signature',
  'definition_digest',
  'manifest_digest',
  'lock_digest',
  'package_execution_signature',
  'receipt_status',
  'receipt_key_id',
  'registry_signing_mode',
  'package_lifecycle_warning',
];

/** The result for people: the facts that identify a package, then one line a check. */
export function verificationTable(result: JsonObject, checks: readonly Check[]): string {
  const facts = SHOWN.filter((name) => text(result, name) !== '').map((name) => [name, text(result, name)] as const);
  const lines = checks.map(({ name, status, detail }) => [status, name, detail ?? ''] as const);
  return `${[...columns(facts), '', ...columns(lines)].map((line) => printable(line).trimEnd()).join('\n')}\n`;
}

/** Cells padded to their column's width; the last one runs free. */
function columns(rows: readonly (readonly string[])[]): string[] {
  return rows.map((row) =>
    row
      .map((cell, at) =>
        at === row.length - 1 ? cell : cell.padEnd(Math.max(...rows.map((other) => other[at]?.length ?? 0))),
      )
      .join('  '),
  );
}
