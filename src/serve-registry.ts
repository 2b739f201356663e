import type { Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AppParts } from './app.module';
import { createApp } from './create-app';
import { DemoDataService } from './demo-data/demo-data.service';
import type { Stoppable } from './graceful-stop';
import { ReadinessService } from './health/readiness.service';
import { closeListener } from './http/close-listener';
import { Connections } from './http/connections';
import { Lifetime } from './http/lifetime';

/** How often connections without a request are ended, once the socket is closed; a request on its way may arrive. */
const SWEEP_MS = 500;
/** A log line names so many of the requests that were cut off, and the number of all. */
const MAX_NAMED_REQUESTS = 20;

/** A Registry that answers requests; it runs until its phases of stopping have run. */
export interface ServingRegistry extends Stoppable {
  /** `http://host:port` of the socket that it listens on. */
  readonly address: string;
}

/** One process that serves: application, demo data, socket. The database is there, with its schema. */
export async function serveRegistry(parts: AppParts): Promise<ServingRegistry> {
  const { config } = parts;
  const app = await createApp(parts);
  try {
    if (config.seedDemo) await app.get(DemoDataService).publish();
    const connections = new Connections(app.getHttpServer());
    const { host, port } = config.listen;
    // Once before the first scrape, or the migration gauges would read as a fault.
    await app.get(ReadinessService).check();
    await (host === undefined ? app.listen(port) : app.listen(port, host));
    const lifetime = app.get(Lifetime);
    return {
      address: await app.getUrl(),
      stopPhases: () => {
        lifetime.beginStop();
        return [
          // Readiness has to be seen before the socket closes, or requests are still sent here.
          { name: 'drain', run: () => sleep(config.shutdown.drainMs) },
          { name: 'requests', run: () => finishRequests(app.getHttpServer(), lifetime, connections) },
          { name: 'application', run: () => app.close() },
        ];
      },
      whatIsOpen: () => whatIsOpen(lifetime, connections),
    };
  } catch (error) {
    await app.close();
    throw error;
  }
}

/** Takes no new connection, and waits for the answers of the requests that have begun. */
async function finishRequests(server: Server, lifetime: Lifetime, connections: Connections): Promise<void> {
  const timer = setInterval(() => connections.closeAllBut(lifetime.servingSockets()), SWEEP_MS);
  await closeListener(server);
  clearInterval(timer);
}

function whatIsOpen(lifetime: Lifetime, connections: Connections): object {
  const requests = lifetime.openRequests();
  return {
    open_connections: connections.count,
    open_requests: requests.length,
    requests: requests.slice(0, MAX_NAMED_REQUESTS),
  };
}
