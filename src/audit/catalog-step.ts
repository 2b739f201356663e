import { digestOfBytes } from '../core/digest';
import { singleStep, type AuditStep, type Report } from './audit-step';
import { type Catalog, readCatalog } from './catalog.query';
import {
  EXPECTED_CONSTRAINTS,
  EXPECTED_FUNCTIONS,
  EXPECTED_INDEXES,
  EXPECTED_TABLES,
  EXPECTED_TRIGGERS,
  EXPECTED_UNIQUE_INDEXES,
} from './expected-catalog';

/**
 * Everything in the database that refuses wrong rows is there, is the same, and is awake. A dump that was loaded with
 * constraints left behind serves perfectly well, until somebody writes to it.
 */
export const catalogStep: AuditStep = singleStep('catalog', async (read) => {
  const catalog = await readCatalog(read);
  return (report) => {
    judgeConstraints(catalog, report);
    judgeTriggers(catalog, report);
    judgeFunctions(catalog, report);
    judgeIndexes(catalog, report);
  };
});

function judgeConstraints({ tables, constraints, indexes }: Catalog, report: Report): void {
  for (const table of EXPECTED_TABLES) {
    if (!tables.includes(table)) report({ class: 'TABLE_MISSING', table, detail: 'there is no such table' });
  }
  const found = [
    ...constraints,
    ...indexes.filter(({ unique }) => unique).map(({ table, name, valid }) => ({ table, name, enforced: valid })),
  ];
  for (const [table, name] of [...namesByTable(EXPECTED_CONSTRAINTS), ...namesByTable(EXPECTED_UNIQUE_INDEXES)]) {
    if (!tables.includes(table)) continue;
    const constraint = found.find((candidate) => candidate.table === table && candidate.name === name);
    if (constraint === undefined) {
      report({ class: 'CONSTRAINT_MISSING', table, detail: `the constraint ${name} is not there` });
    } else if (!constraint.enforced) {
      report({ class: 'CONSTRAINT_NOT_ENFORCED', table, detail: `the constraint ${name} is not valid for every row` });
    }
  }
}

function judgeTriggers({ tables, triggers, replicaSettings }: Catalog, report: Report): void {
  for (const { table, name, action } of EXPECTED_TRIGGERS) {
    if (!tables.includes(table)) continue;
    const trigger = triggers.find((candidate) => candidate.table === table && candidate.name === name);
    if (trigger === undefined) {
      report({ class: 'TRIGGER_MISSING', table, detail: `the trigger ${name} is not there` });
      continue;
    }
    if (!trigger.enabled) report({ class: 'TRIGGER_DISABLED', table, detail: `the trigger ${name} is switched off` });
    if (trigger.action !== action) {
      report({
        class: 'TRIGGER_CHANGED',
        table,
        detail: `the trigger ${name} does "${trigger.action}", not "${action}"`,
      });
    }
  }
  for (const setting of replicaSettings) {
    report({ class: 'TRIGGER_DISABLED', detail: `every trigger is switched off by the setting ${setting}` });
  }
}

function judgeFunctions({ functions }: Catalog, report: Report): void {
  for (const [name, expected] of Object.entries(EXPECTED_FUNCTIONS)) {
    const body = functions.find((candidate) => candidate.name === name)?.body;
    // A trigger cannot be without its function: a missing one is reported with the trigger.
    if (body === undefined || digestOfBytes(Buffer.from(body)) === expected) continue;
    report({ class: 'FUNCTION_CHANGED', detail: `the function registry.${name} is not the one of the migrations` });
  }
}

function judgeIndexes({ tables, indexes }: Catalog, report: Report): void {
  for (const [table, name] of namesByTable(EXPECTED_INDEXES)) {
    if (!tables.includes(table) || indexes.some((index) => index.name === name && index.valid)) continue;
    report({ class: 'INDEX_MISSING', table, detail: `the index ${name} is not there or not valid` });
  }
}

function namesByTable(names: Readonly<Record<string, readonly string[]>>): (readonly [table: string, name: string])[] {
  return Object.entries(names).flatMap(([table, ofTable]) => ofTable.map((name) => [table, name] as const));
}
