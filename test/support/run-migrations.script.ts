import { runMigrations } from '../../src/database/migration-runner';

/** One of the processes of migrations.e2e-spec.ts: prints what it applied, as JSON. */
async function main(): Promise<void> {
  const url = process.env.ANIP_TEST_URL ?? '';
  const report = await runMigrations(url, () => undefined);
  process.stdout.write(JSON.stringify(report.applied));
}

void main();
