import { setTimeout as sleep } from 'node:timers/promises';
import { Downloader } from './downloader';
import { KeepAliveClient } from './keep-alive-client';
import { Ledger } from './ledger';
import { Publisher } from './publisher';
import type { Tolerated } from './tolerance';

export interface LoadOptions {
  readonly origin: string | (() => string);
  readonly publishToken: string;
  /** At least so many of each; more when what happens meanwhile takes longer. */
  readonly publishes: number;
  readonly downloads: number;
  /** What a client takes for an outage and answers with another attempt; nothing: one attempt each. */
  readonly tolerated: Tolerated;
  readonly publishClients?: number;
  readonly downloadClients?: number;
  /** Between two publishes of one client while something happens: many clients, none of them greedy. */
  readonly publishPauseMs?: number;
}

/** Published before anything happens, so that downloads have something to ask for from the start. */
const FIRST_PUBLISHES = 20;
const PUBLISH_PAUSE_MS = 60;
const DOWNLOAD_PAUSE_MS = 15;

/** Many clients, each with a connection of its own, that publish and download until they are told to finish. */
export class Load {
  readonly ledger = new Ledger();
  private nextPublish = 0;
  private nextDownload = 0;
  private isFinishing = false;
  private readonly clients: Promise<void>[] = [];

  private constructor(private readonly options: LoadOptions) {}

  static async start(options: LoadOptions): Promise<Load> {
    const load = new Load(options);
    await load.publishFirst();
    const { publishClients = 6, downloadClients = 24 } = options;
    for (let index = 0; index < publishClients; index += 1) load.clients.push(load.publish());
    for (let index = 0; index < downloadClients; index += 1) load.clients.push(load.download());
    return load;
  }

  /** Lets the clients reach the sizes, now without pauses, and finish what they are at. */
  async finish(): Promise<Ledger> {
    this.isFinishing = true;
    await Promise.all(this.clients);
    return this.ledger;
  }

  private async publishFirst(): Promise<void> {
    const client = new KeepAliveClient(this.options.origin, this.options.publishToken);
    const publisher = new Publisher(client, this.ledger, []);
    while (this.nextPublish < FIRST_PUBLISHES) await publisher.publish(this.nextPublish++);
    client.close();
  }

  private async publish(): Promise<void> {
    const { origin, publishToken, publishes, tolerated, publishPauseMs = PUBLISH_PAUSE_MS } = this.options;
    const client = new KeepAliveClient(origin, publishToken);
    const publisher = new Publisher(client, this.ledger, tolerated);
    while (!this.isFinishing || this.nextPublish < publishes) {
      await publisher.publish(this.nextPublish++);
      if (!this.isFinishing) await sleep(publishPauseMs);
    }
    client.close();
  }

  private async download(): Promise<void> {
    const { origin, downloads, tolerated } = this.options;
    const client = new KeepAliveClient(origin);
    const downloader = new Downloader(client, this.ledger, tolerated);
    while (!this.isFinishing || this.nextDownload < downloads) {
      const number = this.chooseDownload(this.nextDownload++);
      if (number !== undefined) await downloader.download(number);
      if (!this.isFinishing) await sleep(DOWNLOAD_PAUSE_MS);
    }
    client.close();
  }

  /** Four of five for a few that everybody wants, so that groups and rivals for one row come about. */
  private chooseDownload(turn: number): number | undefined {
    const { published } = this.ledger;
    return published[turn % 5 === 0 ? turn % published.length : turn % Math.min(3, published.length)];
  }
}
