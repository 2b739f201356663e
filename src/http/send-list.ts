import { once } from 'node:events';
import type { Request, Response } from 'express';
import { registryUrl } from './registry-url';
import { API_PREFIX } from './request-target';

/** About a socket's buffer: fewer, larger writes are cheaper than one an item. */
const CHUNK_BYTES = 64 * 1024;

export interface ListAnswer<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | undefined;
  /** One item as JSON bytes. */
  readonly write: (item: T) => Buffer;
}

/**
 * Answers `{"items":[...],"next_cursor"?}` as a stream, item by item at the pace of the client, with the next page's
 * absolute address as a Link header (RFC 8288).
 */
export async function sendList<T>(
  request: Request,
  response: Response,
  list: ListAnswer<T>,
  publicBaseUrl: string | undefined,
): Promise<void> {
  response.status(200);
  response.setHeader('Content-Type', 'application/json');
  response.setHeader('Cache-Control', 'no-cache');
  if (list.nextCursor !== undefined) response.setHeader('Link', nextLink(request, list.nextCursor, publicBaseUrl));
  if (request.method === 'HEAD') {
    response.end();
    return;
  }
  let pending: Buffer[] = [Buffer.from('{"items":[')];
  let pendingBytes = 0;
  for (const [index, item] of list.items.entries()) {
    const json = list.write(item);
    if (index > 0) pending.push(COMMA);
    pending.push(json);
    pendingBytes += json.length;
    if (pendingBytes >= CHUNK_BYTES) {
      if (response.destroyed) return;
      if (!response.write(Buffer.concat(pending))) await drained(response);
      pending = [];
      pendingBytes = 0;
    }
  }
  const cursor = list.nextCursor === undefined ? '' : `,"next_cursor":${JSON.stringify(list.nextCursor)}`;
  pending.push(Buffer.from(`]${cursor}}\n`));
  response.end(Buffer.concat(pending));
}

const COMMA = Buffer.from(',');

async function drained(response: Response): Promise<void> {
  await Promise.race([once(response, 'drain'), once(response, 'close')]);
}

function nextLink(request: Request, cursor: string, publicBaseUrl: string | undefined): string {
  const base = registryUrl(request, publicBaseUrl) ?? API_PREFIX;
  const query = new URLSearchParams(request.query as Record<string, string>);
  query.set('cursor', cursor);
  return `<${base}${request.path.slice(API_PREFIX.length)}?${query.toString()}>; rel="next"`;
}
