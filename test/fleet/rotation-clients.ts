import { setTimeout as sleep } from 'node:timers/promises';
import { samplePackage } from '../support/demo-requests';
import { KeepAliveClient, objectIn } from '../support/fleet/keep-alive-client';

export interface PublishedVersion {
  readonly id: string;
  readonly version: string;
  /** Of the key that signed its receipt. */
  readonly keyId: string;
}

/** Between two publishes of one client. */
const PAUSE_MS = 250;

/** Pipelines that publish one version after another, each once: what is not answered with a 201 is a fault. */
export class PublishingClients {
  readonly published: PublishedVersion[] = [];
  readonly faults: string[] = [];
  private readonly clients: Promise<void>[];
  private readonly tokens: string[];
  private isFinishing = false;

  constructor(
    private readonly origin: string,
    token: string,
    count: number,
  ) {
    this.tokens = Array.from({ length: count }, () => token);
    this.clients = this.tokens.map((_, index) => this.publishOn(index));
  }

  /** Gives every client the new token, one by one: for a while both are in use. */
  async switchTo(token: string): Promise<void> {
    for (const index of this.tokens.keys()) {
      this.tokens[index] = token;
      await this.publishedMore(2);
    }
  }

  /** Until so many more versions were published: something happens between two steps, however slow the machine is. */
  async publishedMore(count: number): Promise<void> {
    const wanted = this.published.length + count;
    while (this.published.length < wanted && this.faults.length === 0) await sleep(PAUSE_MS);
  }

  async finish(): Promise<void> {
    this.isFinishing = true;
    await Promise.all(this.clients);
  }

  private async publishOn(index: number): Promise<void> {
    const id = `rotation/client-${index}`;
    let token = '';
    let client = new KeepAliveClient(this.origin);
    for (let number = 0; !this.isFinishing; number += 1) {
      const current = this.tokens[index] ?? '';
      if (current !== token) {
        client.close();
        client = new KeepAliveClient(this.origin, current);
        token = current;
      }
      await this.publish(client, id, `1.0.${number}`);
      await sleep(PAUSE_MS);
    }
    client.close();
  }

  private async publish(client: KeepAliveClient, id: string, version: string): Promise<void> {
    const body = JSON.stringify(samplePackage({ package_id: id, package_version: version }));
    try {
      const answer = await client.send('POST', '/publications', body);
      const { receipt, code, detail } = objectIn(answer);
      if (answer.status === 201)
        this.published.push({ id, version, keyId: (receipt as { readonly key_id: string }).key_id });
      else this.faults.push(`${id}@${version}: ${answer.status} ${String(code)}: ${String(detail)}`);
    } catch (error) {
      this.faults.push(`${id}@${version}: no answer (${String(error)})`);
    }
  }
}
