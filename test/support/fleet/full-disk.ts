import { canonicalJson } from '../../../src/core/json/canonical-json';
import { type Fleet, FLEET_PUBLISH_TOKEN } from './fleet';
import { type FleetAnswer, isClear503, KeepAliveClient, objectIn } from './keep-alive-client';
import { Ledger } from './ledger';
import { prove } from './proof';
import { Publisher } from './publisher';
import type { Report } from './report';
import { sampleName, sampleRequest } from './sample-request';

const FIRST_PUBLISHES = 20;
/** Each takes some kilobytes; the space that is left is gone long before. */
const MAX_PUBLISHES = 600;
const REFUSED = 30;

/** Publishes against a store that runs out of space, and what must hold before, while and after. */
export class FullDisk {
  private readonly ledger = new Ledger();
  private readonly clients: readonly KeepAliveClient[];
  private next = 0;

  constructor(
    private readonly fleet: Fleet,
    private readonly report: Report,
  ) {
    this.clients = fleet.replicas.map(({ origin }) => new KeepAliveClient(origin, FLEET_PUBLISH_TOKEN));
  }

  async publishFirst(): Promise<void> {
    const publisher = new Publisher(this.client(0), this.ledger, []);
    while (this.next < FIRST_PUBLISHES) await publisher.publish(this.next++);
  }

  /** Goes on after the first refusal: a full disk takes a small publish after it has refused a larger one. */
  async publishUntilRefused(): Promise<void> {
    const refusals: FleetAnswer[] = [];
    for (; this.next < MAX_PUBLISHES && refusals.length < REFUSED; this.next += 1) {
      const answer = await this.send(this.next);
      if (answer.status === 201) this.ledger.published.push(this.next);
      else refusals.push(answer);
    }
    const kinds = new Set(refusals.map((answer) => `${answer.status} ${String(objectIn(answer).code)}`));
    this.report.note('published before and between', this.ledger.published.length);
    this.report.equal('publishes that were refused', refusals.length, REFUSED);
    this.report.equal('refusals that are a clear 503', refusals.filter(isClear503).length, REFUSED);
    this.report.note('their kinds', [...kinds].join(', '));
  }

  /** Reading needs no space. */
  async readEverything(): Promise<void> {
    const client = this.client(1);
    const paths = this.ledger.published.flatMap((number) => {
      const { path } = sampleName(number);
      return [path, `${path}/receipt`, `${path}/lock`];
    });
    const failed: string[] = [];
    for (const path of ['/publications', '/keys', ...paths]) {
      const { status } = await client.get(path);
      if (status !== 200) failed.push(`${path}: ${status}`);
    }
    this.report.none('reads that failed meanwhile', failed);
  }

  /** What was refused is published, by the same processes, and everything is proved. */
  async recover(): Promise<void> {
    const { fleet, ledger, report } = this;
    const pids = fleet.pids;
    await fleet.ready();
    const published = new Set(ledger.published);
    const refused = Array.from({ length: this.next }, (_, number) => number).filter((number) => !published.has(number));
    // A refusal whose commit was lost on the way may have been a publish: then it is there, identical.
    const publisher = new Publisher(this.client(0), ledger, [503]);
    for (const number of refused) await publisher.publish(number, { mayExist: true });
    report.none('answers that no full disk explains', ledger.faults);
    report.equal('refused publishes that went through later', ledger.published.length, this.next);
    report.equal(
      'replicas that had to be started again',
      fleet.pids.filter((pid, index) => pid !== pids[index]).length,
      0,
    );
    report.none(
      'faults that replicas logged of themselves',
      fleet.unexplained.map((line) => JSON.stringify(line)),
    );
    for (const client of this.clients) client.close();
    await prove({ ledger, origin: fleet.replicas[1]?.origin ?? '', env: fleet.env }, report);
  }

  private send(number: number): Promise<FleetAnswer> {
    return this.client(number).send('POST', '/publications', canonicalJson(sampleRequest(number)));
  }

  private client(number: number): KeepAliveClient {
    const client = this.clients[number % this.clients.length];
    if (client === undefined) throw new Error('the fleet has no replica');
    return client;
  }
}
