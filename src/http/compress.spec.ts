import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { randomBytes } from 'node:crypto';
import express, { type Request, type Response } from 'express';
import { compressAnswers } from './compress';
import { sendList } from './send-list';

const ITEM_BYTES = 16 * 1024;
const ITEMS = 20_000;

describe('a compressed list', () => {
  let server: Server;
  let pulled = 0;
  let isReleased = false;
  let sent: Promise<void> | undefined;

  /** Random, so that nothing is saved: 300 MiB that a client would have to read. */
  async function* items(): AsyncGenerator<Buffer> {
    try {
      for (let count = 0; count < ITEMS; count += 1) {
        pulled += 1;
        await Promise.resolve();
        yield Buffer.from(JSON.stringify(randomBytes(ITEM_BYTES).toString('base64')));
      }
    } finally {
      isReleased = true;
    }
  }

  beforeAll(async () => {
    const app = express();
    app.use(compressAnswers);
    app.get('/list', (request: Request, response: Response) => {
      sent = sendList(request, response, { items: items(), nextCursor: undefined }, undefined);
    });
    server = createServer(app).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterAll(() => server.close());

  it('waits for a client that does not read, and ends and gives back what it holds with it', async () => {
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1').pause();
    socket.write('GET /list HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n\r\n');
    const settled = await settledCount(() => pulled);
    // What the sockets' and the compressor's buffers hold, and no more.
    expect(settled).toBeGreaterThan(0);
    expect(settled).toBeLessThan(ITEMS / 10);
    expect(isReleased).toBe(false);
    socket.destroy();
    await sent;
    expect(pulled).toBe(settled);
    expect(isReleased).toBe(true);
  });
});

/** The count once it has not grown for half a second. */
async function settledCount(count: () => number): Promise<number> {
  for (;;) {
    const before = count();
    await new Promise((resolve) => setTimeout(resolve, 500));
    if (before > 0 && count() === before) return before;
  }
}
