import { CONTENT_DIGESTS, contentDigestsOf, statedContentDigests } from '../../../src/core/bundle/package-digests';
import type { JsonObject } from '../../../src/core/json/json-value';
import { blockingFaults } from '../../../src/core/verify/checks';
import { resolveRecord } from '../../../src/core/verify/resolve-record';
import { verifyPackage } from '../../../src/core/verify/verify-package';
import { audit } from '../audit';
import { KeepAliveClient, objectIn } from './keep-alive-client';
import type { Ledger } from './ledger';
import type { Report } from './report';
import { sampleName, sampleRequest } from './sample-request';

export interface ProofSubject {
  readonly ledger: Ledger;
  /** Of a replica or the balancer. */
  readonly origin: string;
  /** Of the replicas, with the URL of the database that is audited. */
  readonly env: Readonly<Record<string, string>>;
  /** Downloads that a balancer may have sent twice. */
  readonly repeated?: number;
}

/** Holds the store against what the clients were told. */
export async function prove(subject: ProofSubject, report: Report): Promise<void> {
  const { ledger, origin, env } = subject;
  const client = new KeepAliveClient(origin, undefined, { connections: 8 });
  try {
    const records = await recordsOf(client, ledger.published);
    await proveVersions(client, records, report);
    await proveListed(client, ledger, report);
    proveCounts(records, subject, report);
  } finally {
    client.close();
  }
  const { ANIP_REGISTRY_DATABASE_URL: databaseUrl = '', ...keys } = env;
  const { exitCode, report: audited } = await audit(databaseUrl, { env: keys });
  const seen = [...audited.damage, ...audited.notes].map(({ class: name, count }) => `${name} ${count}`);
  report.check(
    'audit is clean',
    exitCode === 0 && audited.status === 'clean' && audited.notes.length === 0,
    `${audited.status}, ${audited.checked.packages ?? 0} packages, ${audited.checked.blobs ?? 0} blobs${seen.map((text) => `; ${text}`).join('')}`,
  );
}

/** As answered now, by number; an empty one for an acknowledged version that is not there. */
async function recordsOf(client: KeepAliveClient, numbers: readonly number[]): Promise<Map<number, JsonObject>> {
  const records = new Map<number, JsonObject>();
  await eachAtOnce(numbers, async (number) => {
    const answer = await client.get(sampleName(number).path);
    records.set(number, answer.status === 200 ? (objectIn(answer) as JsonObject) : {});
  });
  return records;
}

async function proveVersions(
  client: KeepAliveClient,
  records: ReadonlyMap<number, JsonObject>,
  report: Report,
): Promise<void> {
  const keys = objectIn(await client.get('/keys')) as JsonObject;
  const missing: string[] = [];
  const unverified: string[] = [];
  await eachAtOnce([...records.keys()], async (number) => {
    const { id, version, path } = sampleName(number);
    const record = records.get(number) ?? {};
    if (Object.keys(record).length === 0) {
      missing.push(`${id}@${version}`);
      return;
    }
    const receipt = objectIn(await client.get(`${path}/receipt`)) as JsonObject;
    const answers = { record, receipt, keys, registryUrl: '', recordPath: path };
    const subject = resolveRecord(answers, { packageId: id, packageVersion: version });
    const { checks } = verifyPackage(subject, { requiredRegistryMode: 'production' });
    const [stated, sent] = [statedContentDigests(record), contentDigestsOf(sampleRequest(number))];
    const faults = [
      ...blockingFaults(checks).map(({ name, detail }) => `${name} (${detail})`),
      ...CONTENT_DIGESTS.filter((name) => stated[name] !== sent[name]).map((name) => `${name} is not what was sent`),
    ];
    if (faults.length > 0) unverified.push(`${id}@${version}: ${faults.join(', ')}`);
  });
  report.none('acknowledged publishes that are missing', missing);
  report.none('acknowledged publishes that do not verify', unverified);
}

/** Nothing is listed that nobody published, and nothing that was acknowledged is left out. */
async function proveListed(client: KeepAliveClient, ledger: Ledger, report: Report): Promise<void> {
  const listed: string[] = [];
  for (let path: string | undefined = '/publications?limit=1000'; path !== undefined;) {
    const page = objectIn(await client.get(path)) as {
      items?: { package_id: string; package_version: string }[];
      next_cursor?: string;
    };
    listed.push(...(page.items ?? []).map((item) => `${item.package_id}@${item.package_version}`));
    path =
      page.next_cursor === undefined
        ? undefined
        : `/publications?limit=1000&cursor=${encodeURIComponent(page.next_cursor)}`;
  }
  const names = (numbers: readonly number[]): string[] =>
    numbers.map(sampleName).map(({ id, version }) => `${id}@${version}`);
  const [acknowledged, abandoned] = [new Set(names(ledger.published)), new Set(names(ledger.abandoned))];
  const unknown = listed.filter((name) => !acknowledged.has(name) && !abandoned.has(name));
  report.equal(
    'acknowledged publishes that are listed',
    listed.filter((name) => acknowledged.has(name)).length,
    acknowledged.size,
  );
  report.none('listed publishes that nobody sent, or twice', [
    ...unknown,
    ...listed.filter((name, index) => listed.indexOf(name) !== index),
  ]);
}

/** Each acknowledged download has a count of its own, and the total is at least all of them and at most all attempts. */
function proveCounts(records: ReadonlyMap<number, JsonObject>, subject: ProofSubject, report: Report): void {
  const { ledger, repeated = 0 } = subject;
  const shared: string[] = [];
  const lost: string[] = [];
  const surplus: string[] = [];
  let total = 0;
  for (const [number, record] of records) {
    const { id, version } = sampleName(number);
    const { counts, unanswered } = ledger.downloadsOf(number);
    const stored = Number(record.download_count ?? 0);
    total += stored;
    if (new Set(counts).size !== counts.length) shared.push(`${id}@${version}`);
    if (stored < counts.length) lost.push(`${id}@${version}: ${stored} stored, ${counts.length} acknowledged`);
    if (stored > counts.length + unanswered + repeated)
      surplus.push(`${id}@${version}: ${stored} stored, ${counts.length} acknowledged and ${unanswered} unanswered`);
  }
  const [acknowledged, unanswered] = [ledger.acknowledgedDownloads, ledger.unansweredDownloads];
  report.none('versions where two downloads got one count', shared);
  report.none('versions with fewer counts than acknowledged', lost);
  report.none('versions with more counts than attempts', surplus);
  const isRight = total >= acknowledged && total <= acknowledged + unanswered + repeated;
  report.check('downloads counted', isRight, `${total} (acknowledged ${acknowledged}, unanswered ${unanswered})`);
}

async function eachAtOnce(numbers: readonly number[], work: (number: number) => Promise<void>): Promise<void> {
  const waiting = [...numbers];
  const worker = async (): Promise<void> => {
    for (let number = waiting.pop(); number !== undefined; number = waiting.pop()) await work(number);
  };
  await Promise.all(Array.from({ length: 8 }, worker));
}
