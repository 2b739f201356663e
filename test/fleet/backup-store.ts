import { createHash } from 'node:crypto';
import { publishVectors } from '../e2e/vectors/vector-files';
import { DEMO_PACKAGES, DEMO_TEMPLATE, demoRequest, samplePackage } from '../support/demo-requests';
import { FLEET_ADMIN_TOKEN, FLEET_PUBLISH_TOKEN } from '../support/fleet/fleet';
import { type FleetAnswer, KeepAliveClient, objectIn } from '../support/fleet/keep-alive-client';
import { sampleTemplate } from '../support/sample-template';
import { vectorsDir } from '../support/vectors';

/** By path, status and SHA-256 of what the Registry answers there. */
export type Served = ReadonlyMap<string, string>;

/** A client of one Registry that fills it, and takes down all that it serves. */
export class StoreClient {
  private readonly reader: KeepAliveClient;
  private readonly publisher: KeepAliveClient;
  private readonly admin: KeepAliveClient;

  constructor(origin: string) {
    this.reader = new KeepAliveClient(origin);
    this.publisher = new KeepAliveClient(origin, FLEET_PUBLISH_TOKEN);
    this.admin = new KeepAliveClient(origin, FLEET_ADMIN_TOKEN);
  }

  get(path: string): Promise<FleetAnswer> {
    return this.reader.get(path);
  }

  /** What a Registry holds: our samples, the shared vectors where they are, every lifecycle, some downloads. */
  async fill(): Promise<void> {
    const dir = vectorsDir();
    const shared = (folder: string): unknown[] =>
      dir === undefined ? [] : publishVectors(dir, folder).map(({ vector }) => vector.request);
    for (const request of [...DEMO_PACKAGES.map(demoRequest), ...shared('packages')])
      await this.publish('/publications', request);
    for (const request of [demoRequest(DEMO_TEMPLATE), ...shared('templates')])
      await this.publish('/templates', request);
    for (const status of ['superseded', 'deprecated', 'yanked', 'takedown', 'active']) {
      await this.publishSample(`lifecycle/${status}`);
      await this.setLifecycle(`lifecycle/${status}`, status);
    }
    for (let count = 0; count < 20; count += 1) await this.get('/packages/city-library-lending/1.0.0/download');
  }

  /** A package and a template of this name. */
  async publishSample(id: string): Promise<void> {
    await this.publish('/publications', samplePackage({ package_id: id }));
    await this.publish('/templates', sampleTemplate(`${id}-template`));
  }

  async setLifecycle(id: string, status: string): Promise<void> {
    const body = { status, ...(status === 'active' ? {} : { reason: `made ${status} by the fleet` }) };
    const path = `/admin${versionPath('packages', id, '1.0.0')}/lifecycle`;
    const answer = await this.admin.send('PATCH', path, JSON.stringify(body));
    if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${answer.body.toString('utf8')}`);
  }

  /** Everything that consumers build on: lists, keys, and each version's record, receipt and lock. */
  async served(): Promise<Served> {
    const paths = ['/publications', '/templates', '/keys'];
    for (const item of await this.items('/publications')) {
      const path = versionPath('packages', item.package_id, item.package_version);
      paths.push(path, `${path}/receipt`, `${path}/lock?allow_yanked=true`);
    }
    for (const item of await this.items('/templates'))
      paths.push(versionPath('templates', item.template_id, item.template_version));
    const served = new Map<string, string>();
    for (const path of paths) {
      const answer = await this.get(path);
      served.set(path, `${answer.status} ${createHash('sha256').update(withoutRequestId(answer)).digest('hex')}`);
    }
    return served;
  }

  close(): void {
    for (const client of [this.reader, this.publisher, this.admin]) client.close();
  }

  private async items(path: string): Promise<readonly Readonly<Record<string, string>>[]> {
    return objectIn(await this.get(path)).items as readonly Readonly<Record<string, string>>[];
  }

  /** A 400 is the verdict that some vectors are there for. */
  private async publish(path: string, request: unknown): Promise<void> {
    const { status, body } = await this.publisher.send('POST', path, JSON.stringify(request));
    if (status !== 201 && status !== 400) throw new Error(`${path}: ${status} ${body.toString('utf8')}`);
  }
}

/** The paths where two Registries differ, or only one of them answers. */
export function differences(one: Served, other: Served): string[] {
  return [...new Set([...one.keys(), ...other.keys()])].filter((path) => one.get(path) !== other.get(path));
}

/** How many of the paths were answered with a 200, with a 410, ... */
export function statusesOf(served: Served): string {
  const counts = new Map<string, number>();
  for (const seen of served.values()) {
    const status = seen.slice(0, 3);
    counts.set(status, (counts.get(status) ?? 0) + 1);
  }
  return [...counts].map(([status, count]) => `${count} x ${status}`).join(', ');
}

/** Below the API's prefix; an id may hold slashes. */
export function versionPath(kind: 'packages' | 'templates', id = '', version = ''): string {
  return `/${kind}/${encodeURIComponent(id)}/${encodeURIComponent(version)}`;
}

/** A version that was taken down is answered by a problem, and each problem names its request. */
function withoutRequestId({ body }: FleetAnswer): string {
  return body.toString('latin1').replace(/"request_id":"[^"]*"/, '');
}
