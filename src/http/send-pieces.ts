import type { Response } from 'express';
import { prefersGzip } from './accept-encoding';
import { COMPRESSION_THRESHOLD_BYTES } from './compress';
import { type GzipPart, gzipMember } from './gzip-member';
import { sendTogether } from './send-together';

/**
 * A body in pieces, and the same as parts of a gzip member. Not for what must go out as it is: a file, or what has a
 * strong ETag (see `compressAnswers`).
 */
export interface KeptBody {
  readonly pieces: readonly Buffer[];
  readonly gzipped: () => Promise<readonly GzipPart[]>;
}

/** Up to here a body is cheaper as text. */
const SHORT_BYTES = 2 * 1024;

/**
 * Node sends what is written in one turn with one call; put together first, 36 KB cost twice the whole answer. What is
 * short goes out as one text with its head, without a list of pieces.
 */
export function sendPieces(response: Response, pieces: readonly Buffer[]): void {
  const length = lengthOf(pieces);
  response.setHeader('Content-Length', length);
  if (length <= SHORT_BYTES) {
    // One character for each byte, so that the bytes stay what they are.
    const text = pieces.map((piece) => piece.toString('latin1')).join('');
    sendTogether(response, () => response.end(text, 'latin1'));
    return;
  }
  sendTogether(response, () => writeAll(response, pieces));
}

/** Sends what is kept compressed as it is kept, to who prefers gzip: nothing is compressed anew for it. */
export async function sendKeptPieces(response: Response, { pieces, gzipped }: KeptBody): Promise<void> {
  const { method, headers } = response.req;
  const isCompressed =
    method !== 'HEAD' && lengthOf(pieces) >= COMPRESSION_THRESHOLD_BYTES && prefersGzip(headers['accept-encoding']);
  if (!isCompressed) {
    sendPieces(response, pieces);
    return;
  }
  const member = gzipMember(await gzipped());
  response.setHeader('Content-Encoding', 'gzip');
  // No length, like every other compressed answer: a HEAD has none either.
  sendTogether(response, () => writeAll(response, member));
}

function writeAll(response: Response, pieces: readonly Buffer[]): void {
  const last = pieces.length - 1;
  for (let index = 0; index < last; index += 1) response.write(pieces[index]);
  response.end(pieces[last]);
}

function lengthOf(pieces: readonly Buffer[]): number {
  return pieces.reduce((sum, { length }) => sum + length, 0);
}
