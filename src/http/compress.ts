import compression from 'compression';
import type { NextFunction, Request, Response } from 'express';

/** Below this the saving is not worth the work; the library's own default, needed here for HEAD. */
export const COMPRESSION_THRESHOLD_BYTES = 1024;

/** Only when the client asks for it; a streamed list stays a stream, and waits for a slow client as before. */
const compress = compression({ threshold: COMPRESSION_THRESHOLD_BYTES, filter: mayCompress });

/**
 * Compresses text answers (RFC 9110 section 8.4), and keeps what the library leaves open right: a 304 varies as its 200
 * does (section 15.4.5), and a HEAD names no length that its GET would not have (section 8.6).
 */
export function compressAnswers(request: Request, response: Response, next: NextFunction): void {
  // Nothing is wrapped for who takes no encoding; that the answer varies says `cors`.
  if (request.headers['accept-encoding'] === undefined) {
    next();
    return;
  }
  const writeHead = response.writeHead.bind(response) as (...head: unknown[]) => Response;
  // Wrapped before the library wraps it again: this runs last, when the library has made up its mind.
  response.writeHead = (...head: unknown[]): Response => {
    if (response.statusCode === 304 && isWeak(response.getHeader('ETag'))) response.vary('Accept-Encoding');
    if (request.method === 'HEAD' && wouldCompress(request, response)) response.removeHeader('Content-Length');
    return writeHead(...head);
  };
  compress(request, response, next);
}

/**
 * A strong ETag promises these very bytes (section 8.8.1), and a file to be kept is kept as it is sent: Studio passes on
 * what it was asked with and unpacks nothing. Both are served as they are.
 */
function mayCompress(request: Request, response: Response): boolean {
  // What is kept compressed (`sendKeptPieces`). The library would see that too, after 6 µs of other questions.
  if (response.hasHeader('Content-Encoding')) return false;
  const etag = response.getHeader('ETag');
  const isFile = response.hasHeader('Content-Disposition');
  return !isFile && (etag === undefined || isWeak(etag)) && compression.filter(request, response);
}

function isWeak(etag: ReturnType<Response['getHeader']>): boolean {
  return typeof etag === 'string' && etag.startsWith('W/');
}

/** The library has marked what varies, whether or not it then compressed. */
function wouldCompress(request: Request, response: Response): boolean {
  const varies = String(response.getHeader('Vary') ?? '').includes('Accept-Encoding');
  const isLong = Number(response.getHeader('Content-Length')) >= COMPRESSION_THRESHOLD_BYTES;
  const accepted = request.acceptsEncodings('br', 'gzip', 'deflate', 'identity');
  return varies && isLong && accepted !== false && accepted !== 'identity';
}
