import { freePort } from '../../src/database/embedded/free-port';
import { audit } from '../support/audit';
import { DatabaseRoles } from '../support/database-roles';
import type { Report } from '../support/fleet/report';
import { Replica } from '../support/fleet/replica';
import { differences, type Served, statusesOf, StoreClient } from './backup-store';

/** Runs one Registry as the application role of this database, for as long as `work` needs it. */
export async function withRegistry<T>(
  roles: DatabaseRoles,
  env: Readonly<Record<string, string>>,
  work: (client: StoreClient) => Promise<T>,
): Promise<T> {
  const replica = new Replica(await freePort(), {
    ...env,
    ANIP_REGISTRY_DATABASE_URL: roles.url('app'),
    ANIP_REGISTRY_RUN_MIGRATIONS: '0',
    // Stands in locks: they must be the same bytes wherever the store is served from.
    ANIP_REGISTRY_PUBLIC_BASE_URL: 'https://registry.example.com',
  });
  await replica.start();
  const client = new StoreClient(replica.origin);
  try {
    return await work(client);
  } finally {
    client.close();
    await replica.stop('SIGTERM');
  }
}

/** The three things that make a restore good: the audit, the bytes, and that publishing goes on. */
export async function proveRestored(
  roles: DatabaseRoles,
  env: Readonly<Record<string, string>>,
  before: Served,
  report: Report,
): Promise<void> {
  await proveAudit(roles.url('reader'), env, report);
  await withRegistry(roles, env, async (client) => {
    const after = await client.served();
    report.none('answers that differ from before the backup', differences(before, after));
    report.check('answers compared byte for byte', after.size > 20, statusesOf(after));
    await client.publishSample('published-after-the-restore');
    const download = await client.get('/packages/published-after-the-restore/1.0.0/download');
    report.check('publishing and counting go on', download.status === 200, download.status);
  });
  await proveAudit(roles.url('reader'), env, report);
}

async function proveAudit(databaseUrl: string, env: Readonly<Record<string, string>>, report: Report): Promise<void> {
  const { exitCode, report: audited } = await audit(databaseUrl, { env });
  const { packages = 0, templates = 0, blobs = 0 } = audited.checked;
  report.check(
    'audit is clean',
    exitCode === 0 && audited.status === 'clean' && audited.notes.length === 0 && packages > 0,
    `${audited.status}: ${packages} packages, ${templates} templates, ${blobs} blobs` +
      [...audited.damage, ...audited.notes].map(({ class: name, count }) => `; ${name} ${count}`).join(''),
  );
}
