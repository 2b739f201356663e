import type { AuditReport, Progress } from '../audit/audit';
import { summaryJson } from '../audit/audit-state';
import type { FindingSummary } from '../audit/finding-log';
import { auditHeadText } from '../core/audit-trail/audit-link';
import type { Finding } from '../core/audit/finding';
import type { JsonObject } from '../core/json/json-value';
import { printable } from './terminal-text';

/** Steps that look at things one by one, in words; of the others, only that they were done says something. */
const COUNTED: Readonly<Record<string, readonly [one: string, many: string]>> = {
  blobs: ['blob', 'blobs'],
  packages: ['version of packages', 'versions of packages'],
  templates: ['version of templates', 'versions of templates'],
  audit_events: ['audit event', 'audit events'],
};
const WHOLE: Readonly<Record<string, string>> = {
  catalog: 'schema',
  orphan_blobs: 'unnamed blobs',
  audit_head: 'head of the audit trail',
};

export function isClean({ damage, skipped }: AuditReport): boolean {
  return damage.length === 0 && skipped.length === 0;
}

export function auditJson(report: AuditReport, peakRssBytes: number): JsonObject {
  return {
    status: isClean(report) ? 'clean' : 'damaged',
    checked: report.checked,
    skipped: report.skipped,
    damage: report.damage.map(summaryJson),
    notes: report.notes.map(summaryJson),
    audit_head: report.auditHead === undefined ? null : auditHeadText(report.auditHead),
    duration_ms: report.durationMs,
    peak_rss_bytes: peakRssBytes,
  };
}

export function auditText(report: AuditReport): string {
  const checked = Object.entries(report.checked).map(([step, count]) => stepText(step, count));
  return [
    `The store is ${isClean(report) ? 'clean' : 'damaged'}.`,
    `Checked in ${(report.durationMs / 1000).toFixed(1)} s: ${checked.join(', ') || 'nothing'}`,
    ...(report.skipped.length === 0 ? [] : [`Not checked: ${report.skipped.join(', ')}`]),
    ...(report.auditHead === undefined ? [] : [`Head of the audit trail: ${auditHeadText(report.auditHead)}`]),
    ...section('Damage', report.damage),
    ...section('Notes', report.notes),
    '',
  ].join('\n');
}

function stepText(step: string, count: number): string {
  const words = COUNTED[step];
  if (words === undefined) return WHOLE[step] ?? step.replaceAll('_', ' ');
  return `${count} ${words[count === 1 ? 0 : 1]}`;
}

export function progressText({ step, done, total, perSecond, damage }: Progress): string {
  const found = damage === 0 ? '' : `, damage found: ${damage}`;
  return `audit: ${step} ${done} of ${Math.max(done, total)}, ${Math.round(perSecond)} a second${found}`;
}

function section(title: string, summaries: readonly FindingSummary[]): string[] {
  if (summaries.length === 0) return [];
  return [`${title}:`, ...summaries.flatMap(summaryLines)];
}

function summaryLines({ class: findingClass, count, examples }: FindingSummary): string[] {
  const more = count > examples.length ? [`    and ${count - examples.length} more`] : [];
  return [`  ${findingClass}: ${count}`, ...examples.map((example) => `    ${findingText(example)}`), ...more];
}

function findingText({ artifact, version, table, detail }: Finding): string {
  const name = [artifact, version].filter((part) => part !== undefined).join('@');
  const place = [name, table].filter((part) => part !== undefined && part !== '').join(' in ');
  return printable([...(place === '' ? [] : [place]), detail].join(': '));
}
