import { once } from 'node:events';
import { type IncomingMessage, request, type RequestOptions } from 'node:http';

export interface WireAnswer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  /** Of the body as it travels: compressed where it is compressed, 0 for HEAD and 304. */
  readonly bytes: number;
}

/** Asks once and counts what travels; `fetch` would unpack it first. */
export async function wireAnswer(
  url: string,
  options: Pick<RequestOptions, 'method' | 'headers'>,
): Promise<WireAnswer> {
  const asked = request(url, { ...options, agent: false }).end();
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  let bytes = 0;
  for await (const chunk of answer) bytes += (chunk as Buffer).byteLength;
  return { status: answer.statusCode ?? 0, headers: answer.headers, bytes };
}
