import compression from 'compression';
import type { NextFunction, Request, Response } from 'express';

/** Below this the saving is not worth the work; the library's own default, needed here for HEAD. */
export const COMPRESSION_THRESHOLD_BYTES = 1024;

/** What may be compressed is decided before it is asked. A streamed list stays a stream, and waits for a slow client. */
const compress = compression({ threshold: COMPRESSION_THRESHOLD_BYTES, filter: () => true });

/**
 * Compresses text answers (RFC 9110 section 8.4) for who takes an encoding; that they vary by it says `cors`. The library
 * is asked at the first byte, when it is known what the answer is: most that it would wrap stay as they are, and it would
 * cost each 8 µs.
 */
export function compressAnswers(request: Request, response: Response, next: NextFunction): void {
  if (request.headers['accept-encoding'] !== undefined) {
    beforeFirstByte(response, () => {
      if (response.destroyed || !mayCompress(request, response) || isShort(response)) return;
      if (request.method !== 'HEAD') compress(request, response, () => undefined);
      // A HEAD names no length that its GET would not have (section 8.6).
      else if (takesEncoding(request)) response.removeHeader('Content-Length');
    });
  }
  next();
}

/** Once, when the body or the end of the answer is written, whichever comes first; the headers are not sent yet. */
function beforeFirstByte(response: Response, prepare: () => void): void {
  const write = response.write.bind(response) as (...body: unknown[]) => boolean;
  const end = response.end.bind(response) as (...body: unknown[]) => Response;
  const once = (): void => {
    response.write = write;
    response.end = end;
    prepare();
  };
  response.write = (...body: unknown[]) => {
    once();
    return (response.write as typeof write)(...body);
  };
  response.end = (...body: unknown[]) => {
    once();
    return (response.end as typeof end)(...body);
  };
}

/**
 * A strong ETag promises these very bytes (section 8.8.1), and a file to be kept is kept as it is sent: Studio passes on
 * what it was asked with and unpacks nothing. Both are served as they are.
 */
function mayCompress(request: Request, response: Response): boolean {
  // What is kept compressed is (`sendKeptPieces`).
  if (response.hasHeader('Content-Encoding')) return false;
  const etag = response.getHeader('ETag');
  const isFile = response.hasHeader('Content-Disposition');
  return !isFile && (etag === undefined || isWeak(etag)) && compression.filter(request, response);
}

function isWeak(etag: ReturnType<Response['getHeader']>): boolean {
  return typeof etag === 'string' && etag.startsWith('W/');
}

/** A stream does not say; the library counts. */
function isShort(response: Response): boolean {
  return Number(response.getHeader('Content-Length')) < COMPRESSION_THRESHOLD_BYTES;
}

function takesEncoding(request: Request): boolean {
  const accepted = request.acceptsEncodings('br', 'gzip', 'deflate', 'identity');
  return accepted !== false && accepted !== 'identity';
}
