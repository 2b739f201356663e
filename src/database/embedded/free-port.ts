import { once } from 'node:events';
import { createServer } from 'node:net';
import { EmbeddedPostgresError, reasonOf, systemCodeOf } from './embedded-postgres-error';

const LOOPBACK = '127.0.0.1';

/** The port that was asked for, when it is free, or any free one on the loopback address. */
export async function freePort(wanted = 0): Promise<number> {
  const server = createServer();
  try {
    server.listen(wanted, LOOPBACK);
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port was given');
    return address.port;
  } catch (error) {
    const reason = systemCodeOf(error) === 'EADDRINUSE' ? 'it is taken by another program' : reasonOf(error);
    throw new EmbeddedPostgresError(
      `The embedded PostgreSQL cannot listen on ${LOOPBACK}:${wanted}: ${reason}. Give it another port, or 0 for any`,
      { cause: error },
    );
  } finally {
    server.close();
  }
}
