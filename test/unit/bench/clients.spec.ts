import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { loadHeads } from '../../../bench/head-load';
import { wireAnswer } from '../../../bench/wire-answer';

const TEXT = 'a contract '.repeat(1000);
const PACKED = gzipSync(TEXT);

describe('the clients of the benchmark', () => {
  let server: Server;
  let asked: { method: string | undefined; header: string | string[] | undefined; socket: number | undefined }[];

  const answer: RequestListener = (request, response) => {
    const { method, url, headers, socket } = request;
    asked.push({ method, header: headers['x-asked-by'], socket: socket.remotePort });
    if (url === '/missing') response.writeHead(404).end();
    else if (headers['accept-encoding'] === 'gzip') response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(PACKED);
    else response.writeHead(200, { 'Content-Length': TEXT.length }).end(TEXT);
  };

  beforeEach(async () => {
    asked = [];
    server = createServer(answer).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });

  afterEach(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });

  const url = (path: string): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`;

  it('ask HEAD again and again on each connection', async () => {
    const headers = { 'X-Asked-By': 'bench' };
    const result = await loadHeads({ url: url('/there?x=1'), connections: 3, seconds: 0.2, headers });
    expect(result.requests).toBe(asked.length);
    expect(result.requests).toBeGreaterThan(3);
    expect(new Set(asked.map(({ socket }) => socket)).size).toBe(3);
    expect(asked.every(({ method, header }) => method === 'HEAD' && header === 'bench')).toBe(true);
    // Heads, and not the bodies that they speak of.
    expect(result.bytes / result.requests).toBeLessThan(500);
  });

  it('fail when HEAD is answered with no success, or by nobody', async () => {
    const how = { connections: 1, seconds: 0.2 };
    await expect(loadHeads({ ...how, url: url('/missing') })).rejects.toThrow('HEAD is answered with HTTP/1.1 404');
    await expect(loadHeads({ ...how, url: 'http://127.0.0.1:1/' })).rejects.toThrow('ECONNREFUSED');
  });

  it('count what travels, not what it unpacks to', async () => {
    const packed = await wireAnswer(url('/'), { headers: { 'Accept-Encoding': 'gzip' } });
    expect(packed).toMatchObject({ status: 200, bytes: PACKED.length });
    expect(await wireAnswer(url('/'), {})).toMatchObject({ status: 200, bytes: TEXT.length });
    expect(await wireAnswer(url('/'), { method: 'HEAD' })).toMatchObject({ status: 200, bytes: 0 });
  });
});
