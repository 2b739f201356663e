import type { Logger } from 'typeorm';

/**
 * TypeORM writes some things to the console whatever `logging` says, and statements with their parameters. Standard
 * output belongs to our own log lines: what matters arrives as an error.
 */
export class SilentLogger implements Logger {
  logQuery(): void {
    return;
  }

  logQueryError(): void {
    return;
  }

  logQuerySlow(): void {
    return;
  }

  logSchemaBuild(): void {
    return;
  }

  logMigration(): void {
    return;
  }

  log(): void {
    return;
  }
}
