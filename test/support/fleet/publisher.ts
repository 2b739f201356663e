import { setTimeout as sleep } from 'node:timers/promises';
import { contentDigestsOf, statedContentDigests } from '../../../src/core/bundle/package-digests';
import { canonicalJson } from '../../../src/core/json/canonical-json';
import type { JsonObject } from '../../../src/core/json/json-value';
import { type KeepAliveClient, objectIn } from './keep-alive-client';
import type { Ledger } from './ledger';
import { sampleName, sampleRequest } from './sample-request';
import { MAX_ATTEMPTS, mayRetry, type Outcome, outcomeOf, RETRY_PAUSE_MS, type Tolerated } from './tolerance';

/** Publishes as `anip` does: after a lost answer the same version with the same content is a success (cli.md section 2). */
export class Publisher {
  constructor(
    private readonly client: KeepAliveClient,
    private readonly ledger: Ledger,
    private readonly tolerated: Tolerated,
  ) {}

  /** `mayExist`: an earlier attempt got no answer that says whether it was stored. */
  async publish(number: number, { mayExist = false } = {}): Promise<void> {
    const body = canonicalJson(sampleRequest(number));
    const what = `publish of number ${number}`;
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
      const outcome = await outcomeOf(() => this.client.send('POST', '/publications', body));
      if (hasStatus(outcome, 201)) {
        this.acknowledge(number, '201');
        return;
      }
      if ((mayExist || attempt > 1) && hasStatus(outcome, 409) && (await this.isIdentical(number))) {
        this.acknowledge(number, '409 identical');
        return;
      }
      if (!mayRetry(outcome, this.tolerated, this.ledger, what)) break;
      await sleep(RETRY_PAUSE_MS);
    }
    this.ledger.abandoned.push(number);
  }

  private acknowledge(number: number, kind: string): void {
    this.ledger.answered(kind);
    this.ledger.published.push(number);
  }

  /** Asks for the stored version until somebody answers. */
  private async isIdentical(number: number): Promise<boolean> {
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
      const outcome = await outcomeOf(() => this.client.get(sampleName(number).path));
      if (!(outcome instanceof Error) && outcome.status === 200) {
        const stated = statedContentDigests(objectIn(outcome) as JsonObject);
        return JSON.stringify(stated) === JSON.stringify(contentDigestsOf(sampleRequest(number)));
      }
      if (!mayRetry(outcome, this.tolerated, this.ledger, `record of number ${number}`)) return false;
      await sleep(RETRY_PAUSE_MS);
    }
    return false;
  }
}

function hasStatus(outcome: Outcome, status: number): boolean {
  return !(outcome instanceof Error) && outcome.status === status;
}
