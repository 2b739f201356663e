import { audit } from '../support/audit';
import { DatabaseRoles } from '../support/database-roles';
import type { Report } from '../support/fleet/report';
import type { PostgresCluster } from '../support/postgres-cluster';
import { runPostgresTool } from '../support/postgres-tools';
import { dump, emptyDatabase, refusalOf, restore } from './backup-dump';
import type { BackupFiles } from './backup-files';

/** Where bytes of the compressed dump are changed: behind its table of contents, which is small beside the data. */
const PLACES = [0.5, 0.7, 0.9] as const;

/** Backups with one byte changed: none of them becomes a store that passes for whole. */
export async function proveDamageIsSeen(
  source: DatabaseRoles,
  server: PostgresCluster,
  files: BackupFiles,
  report: Report,
): Promise<void> {
  const whole = await plainDump(source, files, 'plain.sql');
  for (const place of PLACES) {
    const file = files.flipByte('registry.dump', `flipped-${place}.dump`, place);
    const roles = await emptyDatabase(server, `flipped_${place * 10}`);
    const refusal = await refusalOf(restore(roles, file));
    const title = `one byte of the dump, ${place * 100} % of the way`;
    if (refusal !== undefined) report.check(title, true, refusal);
    else await proveHarmlessOrFound(title, roles, whole, files, report);
  }
  // The database that it is restored into has the schema already.
  const text = whole.replace('CREATE SCHEMA registry;\n', '');

  const inBlob = await restorePlain(server, files, 'blob_byte', changedHex(text, /^sha256:\w{64}\t\\\\x(\w+)/m));
  const refusal = inBlob.refusal ?? 'was restored';
  report.check('one byte of a document', refusal.includes('blobs_digest_matches'), refusal);

  const inSignature = await restorePlain(
    server,
    files,
    'signature_byte',
    changedHex(text, /\tsha256:\w{64}\tsha256:\w{64}\t[\w.-]+\t\\\\x(\w{128})\t/),
  );
  await proveAuditFinds('RECEIPT_SIGNATURE_INVALID', 'one byte of a signature', inSignature, report);

  const noKeys = await emptyDatabase(server, 'without_constraints');
  await restore(noKeys, files.file('registry.dump'), '--section=pre-data', '--section=data');
  await proveAuditFinds('CONSTRAINT_MISSING', 'a restore that stopped after the data', { roles: noKeys }, report);
}

/** A byte that nothing depends on, such as one of the table of contents, may be restored: then all must be the same. */
async function proveHarmlessOrFound(
  title: string,
  roles: DatabaseRoles,
  whole: string,
  files: BackupFiles,
  report: Report,
): Promise<void> {
  if ((await plainDump(roles, files, 'restored.sql')) === whole)
    report.check(title, true, 'restored to the same content');
  else await proveAuditFinds('', title, { roles }, report);
}

async function plainDump(roles: DatabaseRoles, files: BackupFiles, name: string): Promise<string> {
  await dump(roles, files.file(name), '--format=plain', '--schema=registry', '--no-owner', '--no-acl');
  // A token that psql asks for, another one in each dump.
  return files.text(name).replaceAll(/^\\(?:un)?restrict .*$/gm, '');
}

interface Restored {
  readonly roles: DatabaseRoles;
  readonly refusal?: string;
}

async function proveAuditFinds(name: string, title: string, restored: Restored, report: Report): Promise<void> {
  if (restored.refusal !== undefined) {
    report.check(title, false, `refused, although nothing but the audit can see it: ${restored.refusal}`);
    return;
  }
  const { exitCode, report: audited } = await audit(restored.roles.url('reader'));
  const found = audited.damage.map(({ class: damage, count }) => `${damage} ${count}`).join(', ');
  report.check(title, exitCode === 1 && found.includes(name), `audit exit ${exitCode ?? 'none'}: ${found || 'clean'}`);
}

async function restorePlain(server: PostgresCluster, files: BackupFiles, name: string, sql: string): Promise<Restored> {
  const file = files.write(`${name}.sql`, sql);
  const roles = await emptyDatabase(server, name);
  const refusal = await refusalOf(
    runPostgresTool('psql', [
      ...[`--dbname=${roles.url('owner')}`, '--no-psqlrc', '--quiet', '--single-transaction'],
      ...['--set=ON_ERROR_STOP=1', `--file=${file}`],
    ]),
  );
  if (refusal === undefined) await roles.apply();
  return { roles, ...(refusal === undefined ? {} : { refusal }) };
}

/** The dump with one bit of the middle of the first match's group changed. */
function changedHex(text: string, pattern: RegExp): string {
  const match = pattern.exec(text);
  if (match?.[1] === undefined) throw new Error(`the dump has nothing that looks like ${String(pattern)}`);
  const hex = match[1];
  const at = match.index + match[0].indexOf(hex) + Math.floor(hex.length / 2);
  const digit = (Number.parseInt(text.charAt(at), 16) ^ 1).toString(16);
  return `${text.slice(0, at)}${digit}${text.slice(at + 1)}`;
}
