import { samplePackage } from '../../support/demo-requests';
import { PostgresCluster } from '../../support/postgres-cluster';
import type { PostgresServer } from '../../support/postgres-server';
import { describeWithPostgresTools } from '../../support/postgres-tools';
import { publishPackage } from '../../support/publish';
import { TcpProxy } from '../../support/tcp-proxy';
import { takeLogs, TestApp, type LogLine } from '../../support/test-app';
import { until } from '../../support/until';

jest.setTimeout(60_000);

describeWithPostgresTools('a failover of the primary', () => {
  let cluster: PostgresCluster;
  let successor: PostgresServer;
  let bystander: PostgresServer;
  /** The address of the primary, wherever that is. */
  let address: TcpProxy;
  let app: TestApp;
  const faults = new Map<unknown, unknown>();

  beforeAll(async () => {
    cluster = await PostgresCluster.start();
    successor = await cluster.addStandby();
    bystander = await cluster.addStandby();
    const { database } = cluster;
    address = await TcpProxy.start(database.url);
    takeLogs();
    app = await TestApp.start({
      database,
      databaseUrl: address.url,
      env: {
        ANIP_REGISTRY_DATABASE_REPLICA_URLS: [successor, bystander].map((one) => one.at(database.url)).join(','),
        ANIP_REGISTRY_REPLICA_MAX_LAG: '1s',
      },
    });
    await publishPackage(app, 'before');
    await Promise.all([successor, bystander].map((standby) => standby.caughtUp(cluster.primary)));
  });
  afterAll(async () => {
    await app.close();
    await address.stop();
    await cluster.remove();
  });

  it('does not keep a connection that led to a server which only reads', async () => {
    address.pointTo(successor.at(cluster.database.url));
    address.cutConnections();
    const refused = await publish('refused');
    expect(refused).toHaveErrorCode('STORE_UNAVAILABLE');
    expect(refused.headers['retry-after']).toBe('5');
    expect(await app.anonymous().get('/packages/before/1.0.0/lock')).toHaveStatus(200);
    const download = await app.anonymous().get('/packages/before/1.0.0/download');
    expect(download).toHaveErrorCode('STORE_UNAVAILABLE');

    // The address is right again, and nobody ends the connections that were made meanwhile.
    address.pointTo(cluster.database.url);
    await until(async () => (await publish('refused')).status === 201, 'the publish after the address was right');
    expect(await app.anonymous().get('/packages/before/1.0.0/download')).toHaveStatus(200);
    expect((await app.rowCounts()).downloads_daily).toBe(1);
  });

  it('goes on with the promoted standby, and without the one that did not follow it', async () => {
    await app.publisher().publishPackage(samplePackage({ package_id: 'kept' }));
    await successor.caughtUp(cluster.primary);
    await cluster.primary.stop('kill');
    expect(await publish('after')).toHaveErrorCode('STORE_UNAVAILABLE');

    await successor.promote();
    address.pointTo(successor.at(cluster.database.url));
    await until(async () => (await publish('after')).status === 201, 'the publish after the promotion');
    for (const id of ['before', 'kept', 'after']) {
      expect(await app.anonymous().get(`/packages/${id}/1.0.0`)).toHaveStatus(200);
      expect(await app.anonymous().get(`/packages/${id}/1.0.0/download`)).toHaveStatus(200);
    }
    expect(await app.anonymous().get('/readyz')).toHaveStatus(200);

    await until(() => {
      for (const { replica, fault } of outOfRotation()) faults.set(replica, fault);
      return (
        faults.get(1) === 'it is no standby: it was promoted, or the URL names a primary' &&
        faults.get(2) === 'it follows timeline 1, the primary is on 2'
      );
    }, 'that both are out of rotation for what they are');
    const list = await app.anonymous().get('/publications');
    expect((list.body as { items: unknown[] }).items).toHaveLength(4);
  });

  function publish(id: string): Promise<Awaited<ReturnType<ReturnType<TestApp['publisher']>['publishPackage']>>> {
    return app
      .publisher()
      .publishPackage(samplePackage({ package_id: id }))
      .then((answer) => answer);
  }
});

function outOfRotation(): readonly LogLine[] {
  return takeLogs().filter(({ message }) => message === 'a read replica is out of rotation');
}
