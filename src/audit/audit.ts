import type { Client } from 'pg';
import type { AuditHead } from '../core/audit-trail/audit-link';
import type { StatedKeys } from '../core/audit/audit-keys';
import { digestOf } from '../core/digest';
import type { AuditState } from './audit-state';
import { auditEventsStep, auditHeadStep } from './audit-trail-steps';
import { type AuditStep, type Judgement, type Key, STEP_NAMES, type StepName } from './audit-step';
import { blobsStep } from './blobs-step';
import { catalogStep } from './catalog-step';
import { FindingLog, type FindingSummary } from './finding-log';
import { keysStep } from './keys-step';
import { migrationsStep } from './migrations-step';
import { orphanBlobsStep } from './orphan-blobs-step';
import { packagesStep } from './packages-step';
import { relationsStep } from './relations-step';
import { inSnapshot } from './snapshot';
import { templatesStep } from './templates-step';
import { isDataCorruption } from './unreadable';

export interface AuditOptions {
  /** Connected, and used by the audit alone. */
  readonly client: Client;
  /** Its fingerprint, which the state carries. */
  readonly database: string;
  readonly statedKeys: StatedKeys;
  /** A head of the audit trail that was kept elsewhere. */
  readonly expectedHead?: AuditHead | undefined;
  /** Ends after the first batch with damage. */
  readonly failFast: boolean;
  /** Where an earlier audit of the same database stopped. */
  readonly state: AuditState | undefined;
  /** Told after each batch. */
  readonly onBatch: (state: AuditState, progress: Progress) => void;
}

export interface Progress {
  readonly step: string;
  readonly done: number;
  readonly total: number;
  readonly perSecond: number;
  readonly damage: number;
}

export interface AuditReport {
  readonly checked: Readonly<Record<string, number>>;
  /** Steps that were not begun or not finished: the schema is unusable, or the first damage ended the audit. */
  readonly skipped: readonly string[];
  readonly damage: readonly FindingSummary[];
  readonly notes: readonly FindingSummary[];
  /** Of the audit trail, as far as it was walked; undefined: it was not. */
  readonly auditHead: AuditHead | undefined;
  readonly durationMs: number;
}

/** Which database this is; a restored copy is another one. */
export async function databaseFingerprint(client: Client): Promise<string> {
  const rows = await inSnapshot(client, (read) =>
    read<{ name: string; database: string; namespace: string | null }>(
      `SELECT datname AS name, oid::text AS database, to_regnamespace('registry')::oid::text AS namespace
         FROM pg_database WHERE datname = current_database()`,
    ),
  );
  return digestOf(rows.flatMap(({ name, database, namespace }) => [name, database, namespace]));
}

/** Walks the whole store and reports what it found; see docs/audit.md. The database is only read. */
export async function runAudit(options: AuditOptions): Promise<AuditReport> {
  return new Audit(options).run();
}

class Audit {
  private readonly steps: Readonly<Record<StepName, AuditStep>>;
  private readonly log: FindingLog;
  private readonly checked: Record<string, number>;
  private auditHead: AuditHead | undefined;
  private readonly startedAt = performance.now();

  constructor(private readonly options: AuditOptions) {
    this.log = new FindingLog(options.state?.findings);
    this.checked = { ...options.state?.checked };
    this.auditHead = options.state?.auditHead;
    this.steps = {
      migrations: migrationsStep,
      catalog: catalogStep,
      signing_keys: keysStep(options.statedKeys),
      blobs: blobsStep,
      packages: packagesStep,
      templates: templatesStep,
      relations: relationsStep,
      orphan_blobs: orphanBlobsStep,
      audit_events: auditEventsStep,
      audit_head: auditHeadStep(options.expectedHead),
    };
  }

  async run(): Promise<AuditReport> {
    const { state } = this.options;
    const first = state === undefined ? 0 : STEP_NAMES.indexOf(state.step);
    // The schema comes first: without it the other statements would only fail.
    for (const [index, name] of STEP_NAMES.entries()) {
      if (index < first) continue;
      const from = index === first ? state?.position : undefined;
      const isFinished = !this.mustStop() && (await this.runStep(this.steps[name], from));
      if (!isFinished) return this.report(STEP_NAMES.slice(index));
    }
    return this.report([]);
  }

  /** False when it was ended before its end. */
  private async runStep(step: AuditStep, from: Key | undefined): Promise<boolean> {
    const total = await this.tolerant(step, () => inSnapshot(this.options.client, (read) => step.count(read)), 0);
    const startedAt = performance.now();
    const doneBefore = this.checked[step.name] ?? 0;
    let position = from;
    for (;;) {
      const batch = await this.judgeBatch(step, position);
      const last = batch.at(-1);
      if (last === undefined) return true;
      position = last;
      if (step.name === 'audit_events') this.auditHead = headOf(last);
      const done = (this.checked[step.name] ?? 0) + batch.length;
      this.checked[step.name] = done;
      const perSecond = ((done - doneBefore) * 1000) / Math.max(1, performance.now() - startedAt);
      const damage = this.damageCount();
      this.options.onBatch(this.state(step, position), { step: step.name, done, total, perSecond, damage });
      if (this.mustFailFast()) return false;
    }
  }

  private async judgeBatch(step: AuditStep, position: Key | undefined): Promise<readonly Key[]> {
    const { client } = this.options;
    const keys = await this.tolerant(step, () => inSnapshot(client, (read) => step.keysAfter(read, position)), []);
    if (keys.length === 0) return [];
    try {
      this.judge(await inSnapshot(client, (read) => step.load(read, keys)));
    } catch (error) {
      if (!isDataCorruption(error)) throw error;
      // One broken row must not hide the rest: each key by itself, and the broken ones by name.
      for (const key of keys) await this.judgeAlone(step, key);
    }
    return keys;
  }

  private async judgeAlone(step: AuditStep, key: Key): Promise<void> {
    try {
      this.judge(await inSnapshot(this.options.client, (read) => step.load(read, [key])));
    } catch (error) {
      if (!isDataCorruption(error)) throw error;
      this.log.add({
        ...step.subject(key),
        class: 'ROW_UNREADABLE',
        detail: `${key.join('@')}: the database cannot read it: ${error.message}`,
      });
    }
  }

  /** When not even the keys can be read, the rest of the step is lost, and is reported as that. */
  private async tolerant<T>(step: AuditStep, work: () => Promise<T>, otherwise: T): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (!isDataCorruption(error)) throw error;
      const detail = `the database cannot read on in the step ${step.name}: ${error.message}`;
      this.log.add({ ...step.subject([]), class: 'ROW_UNREADABLE', detail });
      return otherwise;
    }
  }

  private judge(judgement: Judgement): void {
    judgement((finding, times) => this.log.add(finding, times));
  }

  private mustStop(): boolean {
    return this.log.has('MIGRATION_PENDING') || this.log.has('TABLE_MISSING') || this.mustFailFast();
  }

  private mustFailFast(): boolean {
    return this.options.failFast && this.damageCount() > 0;
  }

  private damageCount(): number {
    return this.log.damage.reduce((sum, { count }) => sum + count, 0);
  }

  private state(step: AuditStep, position: Key): AuditState {
    return {
      database: this.options.database,
      step: step.name,
      position,
      checked: { ...this.checked },
      findings: this.log.all,
      auditHead: this.auditHead,
      durationMs: this.durationMs(),
    };
  }

  private durationMs(): number {
    return Math.round((this.options.state?.durationMs ?? 0) + performance.now() - this.startedAt);
  }

  private report(skipped: readonly string[]): AuditReport {
    return {
      checked: this.checked,
      skipped,
      damage: this.log.damage,
      notes: this.log.notes,
      auditHead: this.auditHead,
      durationMs: this.durationMs(),
    };
  }
}

function headOf([sequence = '', hash = '']: Key): AuditHead {
  return { sequence, hash };
}
