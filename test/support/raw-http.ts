import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

export interface RawAnswer {
  readonly status: number;
  /** By lower-case name; of a repeated header the last one. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * A connection that says exactly what the test writes: for requests that no HTTP client would send, and for answers
 * that arrive before a request is complete.
 */
export class RawHttp {
  private received = Buffer.alloc(0);
  private isEnded = false;

  private constructor(readonly socket: Socket) {
    socket.on('data', (chunk: Buffer) => (this.received = Buffer.concat([this.received, chunk])));
    for (const event of ['end', 'close']) socket.on(event, () => (this.isEnded = true));
    // A server that has answered may reset what is still being sent.
    socket.on('error', () => undefined);
  }

  static async open(port: number): Promise<RawHttp> {
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    await once(socket, 'connect');
    return new RawHttp(socket);
  }

  /** Head lines without their line ends; the blank line is added. */
  head(...lines: readonly string[]): void {
    this.socket.write(`${lines.join('\r\n')}\r\n\r\n`);
  }

  /** Writes at the pace of the server; false when it no longer reads. */
  async write(bytes: Buffer | string): Promise<boolean> {
    if (this.socket.destroyed || this.socket.writableEnded) return false;
    if (this.socket.write(bytes)) return true;
    await new Promise<void>((resolve) => {
      for (const event of ['drain', 'close'] as const) this.socket.once(event, resolve);
    });
    return !this.socket.destroyed;
  }

  /** The server has ended the connection. */
  get isOver(): boolean {
    return this.isEnded;
  }

  get hasAnswer(): boolean {
    return parse(this.received, this.isEnded) !== undefined;
  }

  /** The first whole answer; fails when there is none in time. */
  async answer(timeoutMs = 5_000): Promise<RawAnswer> {
    const deadline = Date.now() + timeoutMs;
    for (;;) {
      const answer = parse(this.received, this.isEnded);
      if (answer !== undefined) return answer;
      if (this.isEnded || Date.now() > deadline) {
        throw new Error(
          `no whole answer${this.isEnded ? ' before the end' : ' in time'}: ${this.received.toString('latin1')}`,
        );
      }
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  close(): void {
    this.socket.destroy();
  }
}

/** One request and its answer. */
export async function rawRequest(port: number, ...headLines: readonly string[]): Promise<RawAnswer> {
  const connection = await RawHttp.open(port);
  try {
    connection.head(...headLines);
    return await connection.answer();
  } finally {
    connection.close();
  }
}

function parse(bytes: Buffer, isEnded: boolean): RawAnswer | undefined {
  const text = bytes.toString('utf8');
  const headEnd = text.indexOf('\r\n\r\n');
  if (headEnd < 0) return undefined;
  const [statusLine = '', ...lines] = text.slice(0, headEnd).split('\r\n');
  const headers = Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
  );
  const body = text.slice(headEnd + 4);
  const length = headers['content-length'];
  const isWhole = length === undefined ? isEnded : Buffer.byteLength(body) >= Number(length);
  return isWhole ? { status: Number(statusLine.split(' ')[1]), headers, body } : undefined;
}
