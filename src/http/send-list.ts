import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Request, Response } from 'express';
import type { JsonObject } from '../core/json/json-value';
import { registryUrl } from './registry-url';
import { API_PREFIX } from './request-target';

/** About a socket's buffer: fewer, larger writes are cheaper than one an item. */
const CHUNK_BYTES = 64 * 1024;
const COMMA = Buffer.from(',');

export interface ListAnswer {
  /** Members that stand before the items. */
  readonly head?: JsonObject;
  /** Each item as JSON bytes; read at the pace of the client, in batches. */
  readonly items: AsyncIterable<Buffer>;
  readonly nextCursor: string | undefined;
}

/**
 * Answers `{...head,"items":[...],"next_cursor"?}` as a stream, with the next page's absolute address as a Link header (RFC
 * 8288). The first chunk is made before the status is sent, so a store that fails there is still a whole 503.
 */
export async function sendList(
  request: Request,
  response: Response,
  list: ListAnswer,
  publicBaseUrl: string | undefined,
): Promise<void> {
  const chunks = listChunks(list);
  const first = request.method === 'HEAD' ? undefined : await chunks.next();
  response.status(200);
  response.setHeader('Content-Type', 'application/json');
  response.setHeader('Cache-Control', 'no-cache');
  if (list.nextCursor !== undefined) response.setHeader('Link', nextLink(request, list.nextCursor, publicBaseUrl));
  if (first === undefined) {
    response.end();
    return;
  }
  try {
    await pipeline(Readable.from(continued(first.value as Buffer, chunks), { objectMode: false }), response);
  } catch (error) {
    // A client that has gone away is no fault of anybody's; a store that failed half-way is.
    if (!response.destroyed || (error as { code?: unknown }).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
  } finally {
    // Whatever the end was: what the items hold open, such as a database cursor, is given back.
    await chunks.return(undefined);
  }
}

async function* listChunks({ head, items, nextCursor }: ListAnswer): AsyncGenerator<Buffer, undefined> {
  const before = head === undefined ? '{' : `${JSON.stringify(head).slice(0, -1)},`;
  let pending: Buffer[] = [Buffer.from(`${before}"items":[`)];
  let pendingBytes = 0;
  let isFirst = true;
  for await (const item of items) {
    if (!isFirst) pending.push(COMMA);
    isFirst = false;
    pending.push(item);
    pendingBytes += item.length;
    if (pendingBytes >= CHUNK_BYTES) {
      yield Buffer.concat(pending);
      pending = [];
      pendingBytes = 0;
    }
  }
  const cursor = nextCursor === undefined ? '' : `,"next_cursor":${JSON.stringify(nextCursor)}`;
  pending.push(Buffer.from(`]${cursor}}\n`));
  yield Buffer.concat(pending);
}

async function* continued(first: Buffer, rest: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  yield first;
  yield* rest;
}

function nextLink(request: Request, cursor: string, publicBaseUrl: string | undefined): string {
  const base = registryUrl(request, publicBaseUrl) ?? API_PREFIX;
  const query = new URLSearchParams(request.query as Record<string, string>);
  query.set('cursor', cursor);
  return `<${base}${request.path.slice(API_PREFIX.length)}?${query.toString()}>; rel="next"`;
}
