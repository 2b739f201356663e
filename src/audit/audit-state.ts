import { type AuditHead, auditHeadText, parseAuditHead } from '../core/audit-trail/audit-link';
import { isFindingClass, type Finding } from '../core/audit/finding';
import { isArray, isObject, listOf, member, textOf, type JsonObject, type JsonValue } from '../core/json/json-value';
import { type Key, STEP_NAMES, type StepName } from './audit-step';
import type { FindingSummary } from './finding-log';

const FORMAT = 'anip-registry-audit-state/1';

/** Where an audit stands between two batches: all that is needed to go on as if it had not stopped. */
export interface AuditState {
  /** Which database it is about. */
  readonly database: string;
  /** The step that comes next or is under way. */
  readonly step: StepName;
  /** The last key of it that was judged; undefined: none. */
  readonly position: Key | undefined;
  /** How many keys each step has judged. */
  readonly checked: Readonly<Record<string, number>>;
  readonly findings: readonly FindingSummary[];
  /** The last event of the audit trail that was judged; undefined: none. */
  readonly auditHead?: AuditHead | undefined;
  readonly durationMs: number;
}

export function stateJson(state: AuditState): JsonObject {
  return {
    format: FORMAT,
    database: state.database,
    step: state.step,
    position: state.position ?? null,
    checked: state.checked,
    findings: state.findings.map(summaryJson),
    audit_head: state.auditHead === undefined ? null : auditHeadText(state.auditHead),
    duration_ms: state.durationMs,
  };
}

/** The state in a file that `stateJson` wrote; undefined when it is something else. */
export function parseState(value: JsonValue): AuditState | undefined {
  const position = member(value, 'position');
  const duration = member(value, 'duration_ms');
  const checked = member(value, 'checked');
  const step = STEP_NAMES.find((name) => name === member(value, 'step'));
  const findings = listOf(member(value, 'findings')).map(parseSummary);
  if (member(value, 'format') !== FORMAT || step === undefined || !isObject(checked) || typeof duration !== 'number')
    return undefined;
  if (findings.some((summary) => summary === undefined)) return undefined;
  if (Object.values(checked).some((count) => typeof count !== 'number')) return undefined;
  return {
    database: textOf(member(value, 'database')),
    step,
    position: isArray(position) ? position.map(textOf) : undefined,
    checked: Object.fromEntries(Object.entries(checked).map(([name, count]) => [name, Number(count)])),
    findings: findings.filter((summary) => summary !== undefined),
    auditHead: parseAuditHead(textOf(member(value, 'audit_head'))),
    durationMs: duration,
  };
}

export function summaryJson({ class: findingClass, count, examples }: FindingSummary): JsonObject {
  return { class: findingClass, count, examples: examples.map(findingJson) };
}

function findingJson({ class: findingClass, artifact, version, table, detail }: Finding): JsonObject {
  return {
    class: findingClass,
    ...(artifact === undefined ? {} : { artifact }),
    ...(version === undefined ? {} : { version }),
    ...(table === undefined ? {} : { table }),
    detail,
  };
}

function parseSummary(value: JsonValue): FindingSummary | undefined {
  const count = member(value, 'count');
  const examples = listOf(member(value, 'examples')).map(parseFinding);
  const findingClass = textOf(member(value, 'class'));
  if (!isFindingClass(findingClass) || typeof count !== 'number') return undefined;
  return { class: findingClass, count, examples: examples.filter((example) => example !== undefined) };
}

function parseFinding(value: JsonValue): Finding | undefined {
  const findingClass = textOf(member(value, 'class'));
  if (!isFindingClass(findingClass)) return undefined;
  const optional = (name: 'artifact' | 'version' | 'table'): Partial<Finding> => {
    const text = member(value, name);
    return typeof text === 'string' ? { [name]: text } : {};
  };
  return {
    class: findingClass,
    ...optional('artifact'),
    ...optional('version'),
    ...optional('table'),
    detail: textOf(member(value, 'detail')),
  };
}
