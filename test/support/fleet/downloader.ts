import { setTimeout as sleep } from 'node:timers/promises';
import { type KeepAliveClient, objectIn } from './keep-alive-client';
import type { Ledger } from './ledger';
import { sampleName } from './sample-request';
import { MAX_ATTEMPTS, mayRetry, outcomeOf, RETRY_PAUSE_MS, type Tolerated } from './tolerance';

/** Downloads until there is an answer, and keeps account of every attempt: each may have been counted. */
export class Downloader {
  constructor(
    private readonly client: KeepAliveClient,
    private readonly ledger: Ledger,
    private readonly tolerated: Tolerated,
  ) {}

  async download(number: number): Promise<void> {
    const { id, version, path } = sampleName(number);
    const what = `download of ${id}@${version}`;
    const downloads = this.ledger.downloadsOf(number);
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
      const outcome = await outcomeOf(() => this.client.get(`${path}/download`));
      if (!(outcome instanceof Error) && outcome.status === 200) {
        const record = objectIn(outcome);
        this.ledger.answered('200');
        downloads.counts.push(Number(record.download_count));
        if (record.package_id !== id || record.package_version !== version)
          this.ledger.faults.push(
            `${what}: answered was ${String(record.package_id)}@${String(record.package_version)}`,
          );
        return;
      }
      downloads.unanswered += 1;
      if (!mayRetry(outcome, this.tolerated, this.ledger, what)) return;
      await sleep(RETRY_PAUSE_MS);
    }
  }
}
