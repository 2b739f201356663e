import { knownMigrations } from '../database/migration-source';
import { singleStep, type AuditStep } from './audit-step';
import { compareMigrations } from './migrations.query';

const TABLE = 'migrations';

/** The schema is the one that this build was written for. */
export const migrationsStep: AuditStep = singleStep('migrations', async (read) => {
  const { pending, changed, unknown, incompatible } = await compareMigrations(read, await knownMigrations());
  return (report) => {
    for (const name of pending) {
      report({ class: 'MIGRATION_PENDING', table: TABLE, detail: `${name} has not been applied` });
    }
    for (const name of changed) {
      report({
        class: 'MIGRATION_CHANGED',
        table: TABLE,
        detail: `${name} was applied with other SQL than this build's`,
      });
    }
    for (const name of unknown) {
      const warning = incompatible.includes(name) ? ', which does not work with the schema after it' : '';
      report({ class: 'MIGRATION_UNKNOWN', table: TABLE, detail: `${name} is not in this build${warning}` });
    }
  };
});
