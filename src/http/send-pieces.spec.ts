import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import express, { type Request, type Response } from 'express';
import { exchange } from '../../test/support/plain-http';
import { compressAnswers, COMPRESSION_THRESHOLD_BYTES } from './compress';
import { deflatedPart, type GzipPart } from './gzip-member';
import { sendKeptJson } from './send-json';
import { sendPieces } from './send-pieces';

const GZIP = { 'accept-encoding': 'gzip' };

describe('a body in pieces', () => {
  it.each([0, 1, 700, 2 * 1024, 2 * 1024 + 1, 100_000])(
    'of %i bytes is the same bytes, whichever they are',
    async (length) => {
      const bytes = Buffer.from(Array.from({ length }, (_, index) => (index * 7) % 256));
      const app = express().get('/', (_request: Request, response: Response) => {
        sendPieces(response, [bytes.subarray(0, length >> 1), bytes.subarray(length >> 1)]);
      });
      const server = createServer(app).listen(0, '127.0.0.1');
      await once(server, 'listening');
      const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      const { headers, body } = await exchange(origin, '/');
      expect(headers['content-length']).toBe(String(length));
      expect(body.equals(bytes)).toBe(true);
      expect((await exchange(origin, '/', {}, 'HEAD')).body).toHaveLength(0);
      server.close();
    },
  );
});

describe('JSON that is kept compressed', () => {
  let server: Server;
  const gzipped = jest.fn<Promise<readonly GzipPart[]>, [Buffer]>(async (piece) => [await deflatedPart(piece)]);
  const ask = (length: number, headers: Record<string, string> = {}, method = 'GET'): ReturnType<typeof exchange> =>
    exchange(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, `/${length}`, headers, method);

  beforeAll(async () => {
    const app = express();
    app.use(compressAnswers);
    app.get('/:length', async (request: Request, response: Response) => {
      const piece = Buffer.alloc(Number(request.params.length), 'x');
      await sendKeptJson(request, response, { pieces: [piece], gzipped: () => gzipped(piece), etag: 'W/"kept"' });
    });
    server = createServer(app).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  beforeEach(() => gzipped.mockClear());
  afterAll(() => server.close());

  it('goes out as it is kept from the length on at which any answer is compressed', async () => {
    for (const length of [COMPRESSION_THRESHOLD_BYTES - 1, COMPRESSION_THRESHOLD_BYTES]) {
      const plain = await ask(length);
      const { headers, body } = await ask(length, GZIP);
      const isLong = length === COMPRESSION_THRESHOLD_BYTES;
      expect(headers['content-encoding']).toBe(isLong ? 'gzip' : undefined);
      expect(headers['content-length']).toBe(isLong ? undefined : String(plain.body.length));
      expect((isLong ? gunzipSync(body) : body).equals(plain.body)).toBe(true);
    }
    expect(gzipped).toHaveBeenCalledTimes(1);
  });

  it.each<[string, Record<string, string>, string, number]>([
    ['who takes no gzip', {}, 'GET', 200],
    ['who likes another coding better', { 'accept-encoding': 'br, gzip;q=0.5' }, 'GET', 200],
    ['HEAD', GZIP, 'HEAD', 200],
    ['who has it already', { ...GZIP, 'if-none-match': '"kept"' }, 'GET', 304],
  ])('is not compressed for %s', async (_, headers, method, status) => {
    expect((await ask(5000, headers, method)).status).toBe(status);
    expect(gzipped).not.toHaveBeenCalled();
  });

  it('is a plain fault when it cannot be compressed: nothing has been sent', async () => {
    gzipped.mockRejectedValueOnce(new Error('out of memory'));
    expect((await ask(5000, GZIP)).status).toBe(500);
  });
});
