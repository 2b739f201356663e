import { audit } from '../support/audit';
import type { Scenario } from '../support/fleet/scenario';
import type { PublishedVersion, PublishingClients } from './rotation-clients';
import type { RotatingFleet } from './rotation-fleet';
import type { NewKey } from './rotation-keys';
import { anipVerify, refusalsOf, unverified } from './rotation-receipts';

export interface Rotation {
  /** Made by a consumer before anything changed. */
  readonly lockFile: string;
  readonly scenario: Scenario;
  readonly fleet: RotatingFleet;
  readonly clients: PublishingClients;
  readonly oldKey: NewKey;
  readonly newKey: NewKey;
}

/** What either key has signed verifies, with that key and no other. */
export async function proveBothVerify(rotation: Rotation): Promise<void> {
  const { scenario, fleet, clients, oldKey, newKey } = rotation;
  const { report } = scenario;
  report.section('Afterwards');
  for (const key of [oldKey, newKey]) {
    const signed = signedBy(rotation, key);
    report.check(`receipts by ${key.key_id}`, signed.length >= 10, signed.length);
    report.none('of these, not verified', await unverified(fleet.origin, signed));
    const { exitCode } = await anipVerify(...flagsFor(fleet, signed[0], key));
    report.check('anip verify with that key pinned', exitCode === 0, `exit ${exitCode ?? 'none'}`);
  }
  const { exitCode: lockExitCode } = await anipVerify('--lock-file', rotation.lockFile);
  report.check('the lock from before still verifies', lockExitCode === 0, `exit ${lockExitCode ?? 'none'}`);
  const [first] = signedBy(rotation, oldKey);
  const other = await anipVerify(...flagsFor(fleet, first, newKey));
  report.check('anip verify with the other key pinned', other.exitCode === 1, refusalsOf(other).join(', '));
  const { exitCode, report: audited } = await audit(fleet.env.ANIP_REGISTRY_DATABASE_URL ?? '', { env: fleet.env });
  report.check(
    'audit is clean',
    exitCode === 0 && audited.notes.length === 0 && audited.checked.packages === clients.published.length,
    `${audited.status}: ${audited.checked.packages ?? 0} packages of ${clients.published.length} published`,
  );
}

/** What the revoked key has signed verifies no more; nothing else changes. */
export async function revokeOldKey(rotation: Rotation): Promise<void> {
  const { scenario, fleet, oldKey, newKey } = rotation;
  const { report } = scenario;
  report.section('The old key revoked');
  await fleet.roll({ ANIP_REGISTRY_EXTRA_PUBLIC_KEYS: '', ANIP_REGISTRY_REVOKED_KEY_IDS: oldKey.key_id });
  const [byOld, byNew] = [signedBy(rotation, oldKey), signedBy(rotation, newKey)];
  const refused = await unverified(fleet.origin, byOld);
  report.equal('receipts by the old key that do not verify', refused.length, byOld.length);
  report.none('receipts by the new key that do not verify', await unverified(fleet.origin, byNew));
  const old = await anipVerify(...flagsFor(fleet, byOld[0]));
  const checks = refusalsOf(old).join(', ');
  report.check(
    'anip verify of an old receipt',
    old.exitCode === 1 && checks === 'registry_public_key_present',
    `exit ${old.exitCode ?? 'none'}: ${checks}`,
  );
  const { exitCode, report: audited } = await audit(fleet.env.ANIP_REGISTRY_DATABASE_URL ?? '', { env: fleet.env });
  const [note] = audited.notes;
  const detail = note?.examples[0]?.detail ?? 'no note';
  report.check(
    'audit is clean, and notes the revocation',
    exitCode === 0 && note?.class === 'SIGNING_KEY_REVOKED' && detail.includes(`${byOld.length} receipts`),
    detail,
  );
}

function signedBy({ clients }: Rotation, key: NewKey): readonly PublishedVersion[] {
  return clients.published.filter(({ keyId }) => keyId === key.key_id);
}

/** Of `anip verify` and `anip lock`. */
export function flagsFor(
  fleet: RotatingFleet,
  named: PublishedVersion | undefined,
  pinned?: NewKey,
): readonly string[] {
  return [
    ...['--registry-url', fleet.origin, '--package', named === undefined ? '' : nameOf(named)],
    ...['--require-registry-mode', 'production'],
    ...(pinned === undefined ? [] : ['--trusted-key', pinned.extra_public_entry]),
  ];
}

export function nameOf({ id, version }: PublishedVersion): string {
  return `${id}@${version}`;
}
