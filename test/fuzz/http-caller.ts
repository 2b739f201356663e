import { type IncomingMessage, request } from 'node:http';
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';

/** Longer than any answer takes on a busy machine; the bound that tells a hang. */
const HANG_MS = 30_000;

export interface Call {
  readonly method: string;
  /** Below the origin, as it is sent. */
  readonly target: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
  /** Announces a body of so many bytes and sends none of it: what is too large is refused before it is read. */
  readonly announcedBytes?: number;
}

export interface Answer {
  readonly status: number;
  /** By lower-case name, repeated ones joined. */
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  /** The JSON of the text; undefined when it is none. */
  readonly body: unknown;
}

/**
 * Sends each call once, with the given headers and no others, on a connection of its own: what one call leaves behind
 * on its connection is a fault of that call, and not of the next one.
 */
export class HttpCaller {
  constructor(readonly origin: string) {}

  /** @throws Error when there is no whole answer, or none in time */
  async send({ method, target, headers = {}, body, announcedBytes = body?.length }: Call): Promise<Answer> {
    const { hostname, port } = new URL(this.origin);
    const length = announcedBytes === undefined ? {} : { 'Content-Length': String(announcedBytes) };
    return new Promise((resolve, reject) => {
      let isAnswered = false;
      const sent = request(
        { hostname, port, path: target, method, agent: false, headers: { ...headers, ...length } },
        (message) => {
          isAnswered = true;
          void readAnswer(message)
            .then(resolve, reject)
            .finally(() => sent.destroy());
        },
      );
      sent.on('close', () => {
        if (!isAnswered) reject(new Error('the connection was closed without an answer'));
      });
      sent.on('error', (error: Error & { readonly rawPacket?: Buffer }) =>
        reject(
          error.rawPacket === undefined ? error : new Error(`${error.message}: ${error.rawPacket.toString('latin1')}`),
        ),
      );
      sent.setTimeout(HANG_MS, () => sent.destroy(new Error(`no answer within ${HANG_MS / 1000} s: a hang`)));
      if (announcedBytes === body?.length) sent.end(body);
      else sent.flushHeaders();
    });
  }
}

async function readAnswer(message: IncomingMessage): Promise<Answer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  const headers = Object.fromEntries(
    Object.entries(message.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );
  const text = unpacked(Buffer.concat(chunks), headers['content-encoding']).toString('utf8');
  return { status: message.statusCode ?? 0, headers, text, body: jsonOrNone(text) };
}

function unpacked(bytes: Buffer, encoding: string | undefined): Buffer {
  if (bytes.length === 0) return bytes;
  if (encoding === 'br') return brotliDecompressSync(bytes);
  if (encoding === 'gzip') return gunzipSync(bytes);
  return encoding === 'deflate' ? inflateSync(bytes) : bytes;
}

function jsonOrNone(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
