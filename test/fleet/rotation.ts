import { runMigrations } from '../../src/database/migration-runner';
import { EmbeddedServer } from '../support/fleet/embedded-server';
import { productionEnvironment } from '../support/fleet/fleet';
import { runScenario } from '../support/fleet/scenario';
import { runCli } from '../support/run-cli';
import { WorkDir } from '../support/work-dir';
import { PublishingClients } from './rotation-clients';
import { RotatingFleet } from './rotation-fleet';
import { generateKey, keysMissedDuring, servedKeys, signingWith } from './rotation-keys';
import { flagsFor, nameOf, proveBothVerify, revokeOldKey, type Rotation } from './rotation-proof';

const OLD_TOKEN = 'fleet-rotation-token-old';
const NEW_TOKEN = 'fleet-rotation-token-new';
const REPLICAS = 3;
const CLIENTS = 4;

/**
 * The signing key and the publish token are rotated as docs/runbooks has it, while clients publish without a pause: no
 * publish fails, and what was signed before and after verifies. Then the old key is revoked, and nothing of it does.
 */
void runScenario('Signing key and publish token rotated under load', async (scenario) => {
  const server = await EmbeddedServer.start();
  scenario.cleanUp(() => server.remove());
  await runMigrations(server.url, () => undefined);
  const [oldKey, newKey] = [await generateKey('registry-old'), await generateKey('registry-new')];
  const settings = {
    ...productionEnvironment(),
    ...signingWith(oldKey),
    ANIP_REGISTRY_DATABASE_URL: server.url,
    ANIP_REGISTRY_RUN_MIGRATIONS: '0',
    ANIP_REGISTRY_PUBLISH_TOKEN: OLD_TOKEN,
  };
  const fleet = await RotatingFleet.start(settings, REPLICAS);
  scenario.cleanUp(() => fleet.stop());
  const clients = new PublishingClients(fleet.origin, OLD_TOKEN, CLIENTS);
  const dir = new WorkDir();
  scenario.cleanUp(() => Promise.resolve().then(() => dir.remove()));
  const lockFile = dir.file('anip.lock.json');
  const rotation = { scenario, fleet, clients, oldKey, newKey, lockFile };
  try {
    await clients.publishedMore(10);
    const lock = await runCli(['lock', ...flagsFor(fleet, clients.published[0], oldKey), '--output', lockFile]);
    scenario.report.check('a consumer locks the first version', lock.exitCode === 0, `exit ${lock.exitCode ?? 'none'}`);
    await rotateKey(rotation);
    await rotateToken(rotation);
  } finally {
    await clients.finish();
  }
  scenario.report.none('publishes that failed', clients.faults);
  await proveBothVerify(rotation);
  await revokeOldKey(rotation);
});

async function rotateKey({ scenario: { report }, fleet, clients, oldKey, newKey }: Rotation): Promise<void> {
  report.section('The signing key');
  report.none('replicas that ended badly', badEnds(await fleet.roll(signingWith(oldKey, newKey))));
  for (const origin of fleet.origins) {
    const served = await servedKeys(origin);
    report.check('a replica serves both keys, the old one first', served.length === 2, served.join(' '));
  }
  report.none(
    'receipts by the new key so far',
    clients.published.filter(({ keyId }) => keyId !== oldKey.key_id).map(nameOf),
  );
  const { answers, missed } = await keysMissedDuring(fleet, [oldKey, newKey], async () => {
    report.none('replicas that ended badly', badEnds(await fleet.roll(signingWith(newKey, oldKey))));
  });
  report.none(`of ${answers} answers of /keys, without one of them`, missed);
  const switched = clients.published.length;
  await clients.publishedMore(10);
  report.none(
    'receipts by the old key after the switch',
    // A request that was under way when the last replica was replaced may be the old key's.
    clients.published
      .slice(switched + CLIENTS)
      .filter(({ keyId }) => keyId !== newKey.key_id)
      .map(nameOf),
  );
}

async function rotateToken({ scenario: { report }, fleet, clients }: Rotation): Promise<void> {
  report.section('The publish token');
  const both = { ANIP_REGISTRY_PUBLISH_TOKEN: `${OLD_TOKEN},${NEW_TOKEN}` };
  report.none('replicas that ended badly', badEnds(await fleet.roll(both)));
  await clients.switchTo(NEW_TOKEN);
  await clients.publishedMore(10);
  report.none('replicas that ended badly', badEnds(await fleet.roll({ ANIP_REGISTRY_PUBLISH_TOKEN: NEW_TOKEN })));
  await clients.publishedMore(10);

  const late = new PublishingClients(fleet.origin, OLD_TOKEN, 1);
  await late.publishedMore(1);
  await late.finish();
  const seen = late.faults[0] ?? `${late.published.length} published`;
  report.check('a client that still has the old token', seen.includes('401'), seen);
}

function badEnds(exitCodes: readonly (number | null)[]): string[] {
  return exitCodes.filter((code) => code !== 0).map((code) => `exit code ${code ?? 'none'}`);
}
