import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface StubAnswer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** `wait` never answers; `cut` closes the connection. */
export type StubReaction = StubAnswer | 'wait' | 'cut';

/** A server that is no Registry: answers what the test says, and remembers what it was asked. */
export class StubServer {
  readonly requests: string[] = [];

  private constructor(private readonly server: Server) {}

  /** `react` is asked for the n-th request, counted from 0. */
  static async start(
    react: (request: string, count: number) => StubReaction | Promise<StubReaction>,
  ): Promise<StubServer> {
    const server = createServer((request, response) => {
      request.resume().on('end', () => {
        const line = `${request.method ?? ''} ${request.url ?? ''}`;
        const count = stub.requests.push(line) - 1;
        void Promise.resolve(react(line, count)).then((reaction) => send(reaction, request, response));
      });
    });
    const stub = new StubServer(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return stub;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

function send(reaction: StubReaction, request: IncomingMessage, response: ServerResponse): void {
  if (reaction === 'wait') return;
  if (reaction === 'cut') {
    request.socket.destroy();
    return;
  }
  const body = typeof reaction.body === 'string' ? reaction.body : JSON.stringify(reaction.body ?? {});
  response.writeHead(reaction.status, { 'Content-Type': 'application/json', ...reaction.headers }).end(body);
}
