import { connect, type Socket } from 'node:net';
import type { Load, LoadResult } from './load';
import { quantile } from './statistics';

const END_OF_HEAD = '\r\n\r\n';
const SUCCESS = /^HTTP\/1\.1 2\d\d /;

interface Answers {
  readonly latenciesMs: number[];
  bytes: number;
}

/** HEAD requests over keep-alive connections in a closed loop, from this process. @throws when one has no success */
export async function loadHeads(
  options: Pick<Load, 'url' | 'connections' | 'seconds' | 'headers'>,
): Promise<LoadResult> {
  const url = new URL(options.url);
  const headers = Object.entries({ Host: url.host, ...options.headers }).map(
    ([name, value]) => `${name}: ${value}\r\n`,
  );
  const request = `HEAD ${url.pathname}${url.search} HTTP/1.1\r\n${headers.join('')}\r\n`;
  const answers: Answers = { latenciesMs: [], bytes: 0 };
  const startedAt = performance.now();
  const endsAt = startedAt + options.seconds * 1000;
  await Promise.all(Array.from({ length: options.connections }, () => askUntil(endsAt, url, request, answers)));
  const seconds = (performance.now() - startedAt) / 1000;
  return {
    requests: answers.latenciesMs.length,
    requestsPerSecond: answers.latenciesMs.length / seconds,
    p50Ms: quantile(answers.latenciesMs, 0.5),
    p99Ms: quantile(answers.latenciesMs, 0.99),
    bytes: answers.bytes,
  };
}

/** An answer to HEAD is a head and nothing else, so the next request goes out at the empty line. */
function askUntil(endsAt: number, url: URL, request: string, answers: Answers): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket: Socket = connect({ host: url.hostname, port: Number(url.port), noDelay: true });
    let head = '';
    let askedAt = 0;
    const ask = (): void => {
      askedAt = performance.now();
      socket.write(request);
    };
    socket.setEncoding('latin1');
    socket.once('connect', ask);
    socket.once('error', reject);
    socket.once('close', () => reject(new Error(`${url.href}: the connection was closed`)));
    socket.on('data', (text: string) => {
      head += text;
      if (!head.endsWith(END_OF_HEAD)) return;
      if (!SUCCESS.test(head)) {
        socket.destroy(new Error(`${url.href}: HEAD is answered with ${head.slice(0, head.indexOf('\r\n'))}`));
        return;
      }
      answers.bytes += head.length;
      answers.latenciesMs.push(performance.now() - askedAt);
      head = '';
      if (performance.now() < endsAt) ask();
      else {
        resolve();
        socket.destroy();
      }
    });
  });
}
