import type { Request, Response } from 'express';

export interface JsonAnswer {
  readonly status?: number;
  readonly etag?: string;
  readonly cacheControl?: string;
  readonly downloadAs?: string;
}

const NEWLINE = Buffer.from('\n');

/**
 * Answers prepared JSON bytes, in one piece or in several, with the reference's content type and trailing newline. With
 * an `etag`, a conditional request that matches is a 304. HEAD gets the same headers and no body.
 */
export function sendJson(
  request: Request,
  response: Response,
  json: Buffer | readonly Buffer[],
  answer: JsonAnswer = {},
): void {
  response.statusCode = answer.status ?? 200;
  response.setHeader('Content-Type', 'application/json');
  response.setHeader('Cache-Control', answer.cacheControl ?? 'no-cache');
  if (answer.downloadAs !== undefined) {
    response.setHeader('Content-Disposition', `attachment; filename="${answer.downloadAs}"`);
  }
  if (answer.etag !== undefined) {
    response.setHeader('ETag', answer.etag);
    if (request.fresh) {
      response.status(304).removeHeader('Content-Type');
      response.end();
      return;
    }
  }
  // Node sends what is written in one turn with one call; put together first, 36 KB cost twice the whole answer.
  const pieces = Buffer.isBuffer(json) ? [json] : json;
  response.setHeader(
    'Content-Length',
    pieces.reduce((sum, { length }) => sum + length, NEWLINE.length),
  );
  for (const piece of pieces) response.write(piece);
  response.end(NEWLINE);
}
