import cluster from 'node:cluster';
import type { Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';

/** A connection to oneself takes less than a millisecond; without it the listener is closed all the same. */
const PROBE_TIMEOUT_MS = 1_000;

/**
 * Stops listening and resolves when the last connection has ended. The kernel resets connections that it has
 * established and nobody has accepted yet, and a balancer that learns nothing of readiness sends requests on them. They
 * are accepted in the order in which they came: when a connection of our own arrives, all those before it have. In a
 * worker process the listener belongs to the primary, and is only let go of.
 */
export async function closeListener(server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.once('close', resolve));
  if (cluster.isWorker) server.close();
  else await closeBehindProbe(server);
  await closed;
}

function closeBehindProbe(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const probe = connect(loopbackOf(server.address() as AddressInfo));
    const close = (): void => {
      clearTimeout(timer);
      server.off('connection', onConnection);
      // At once, in the event itself: nobody can queue up behind the probe meanwhile.
      server.close();
      probe.destroy();
      resolve();
    };
    const onConnection = (socket: Socket): void => {
      if (socket.remotePort === probe.localPort) close();
    };
    const timer = setTimeout(close, PROBE_TIMEOUT_MS);
    server.on('connection', onConnection);
    probe.once('error', close);
  });
}

/** Where a socket that listens on all interfaces, or on one, can be reached from here. */
function loopbackOf({ address, port }: AddressInfo): { host: string; port: number } {
  if (address === '0.0.0.0') return { host: '127.0.0.1', port };
  return { host: address === '::' ? '::1' : address, port };
}
