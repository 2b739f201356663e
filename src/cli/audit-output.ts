import type { AuditReport, Progress } from '../audit/audit';
import { summaryJson } from '../audit/audit-state';
import type { FindingSummary } from '../audit/finding-log';
import type { Finding } from '../core/audit/finding';
import type { JsonObject } from '../core/json/json-value';

/** What a name in a damaged row may hold, and a terminal would obey. */
const OBEYED = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu;

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
    duration_ms: report.durationMs,
    peak_rss_bytes: peakRssBytes,
  };
}

export function auditText(report: AuditReport): string {
  const checked = Object.entries(report.checked).map(([step, count]) => `${count} ${step.replace('_', ' ')}`);
  return [
    `The store is ${isClean(report) ? 'clean' : 'damaged'}.`,
    `Checked in ${(report.durationMs / 1000).toFixed(1)} s: ${checked.join(', ') || 'nothing'}`,
    ...(report.skipped.length === 0 ? [] : [`Not checked: ${report.skipped.join(', ')}`]),
    ...section('Damage', report.damage),
    ...section('Notes', report.notes),
    '',
  ].join('\n');
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
  return [...(place === '' ? [] : [place]), detail].join(': ').replace(OBEYED, escaped);
}

function escaped(char: string): string {
  return `\\u${(char.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`;
}
