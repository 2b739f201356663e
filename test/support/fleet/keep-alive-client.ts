import { once } from 'node:events';
import { Agent, type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http';
import { API_PREFIX } from '../../../src/http/request-target';

/** Nothing here takes this long; a request that does has been forgotten by somebody. */
const HANG_MS = 30_000;

export interface FleetAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** One client with one connection that it keeps. It sends every request once: what fails, fails. */
export class KeepAliveClient {
  private readonly agent: Agent;

  constructor(
    /** Or who is asked for one before every request. */
    private readonly origin: string | (() => string),
    private readonly token?: string,
    options: { readonly connections?: number } = {},
  ) {
    this.agent = new Agent({ keepAlive: true, maxSockets: options.connections ?? 1 });
  }

  get(path: string): Promise<FleetAnswer> {
    return this.send('GET', path);
  }

  /** A body that is already JSON text. Throws when there is no whole answer. */
  async send(method: string, path: string, body?: string): Promise<FleetAnswer> {
    const origin = typeof this.origin === 'string' ? this.origin : this.origin();
    const sent = request(`${origin}${API_PREFIX}${path}`, {
      method,
      agent: this.agent,
      headers: {
        ...(body === undefined
          ? {}
          : { 'Content-Type': 'application/json', 'Content-Length': String(Buffer.byteLength(body)) }),
        ...(this.token === undefined ? {} : { Authorization: `Bearer ${this.token}` }),
      },
    });
    sent.setTimeout(HANG_MS, () => sent.destroy(new Error(`no answer within ${HANG_MS / 1000} s`)));
    sent.end(body);
    const [answer] = (await once(sent, 'response')) as [IncomingMessage];
    const chunks: Buffer[] = [];
    for await (const chunk of answer) chunks.push(chunk as Buffer);
    return { status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(chunks) };
  }

  close(): void {
    this.agent.destroy();
  }
}

/** The body as a JSON object; an empty one for anything else. */
export function objectIn({ body }: FleetAnswer): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** What a client can act on: a 503 that says when to come back and, in the one error shape, what is the matter. */
export function isClear503(answer: FleetAnswer): boolean {
  return (
    answer.status === 503 &&
    /^\d+$/.test(answer.headers['retry-after'] ?? '') &&
    (answer.headers['content-type'] ?? '').startsWith('application/problem+json') &&
    /^[A-Z_]+$/.test(String(objectIn(answer).code))
  );
}
