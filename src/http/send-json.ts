import type { Request, Response } from 'express';
import { type KeptBody, sendKeptPieces, sendPieces } from './send-pieces';
import { sendTogether } from './send-together';

export interface JsonAnswer {
  readonly status?: number;
  readonly etag?: string;
  readonly cacheControl?: string;
  readonly downloadAs?: string;
}

/** As it is sent, with its newline (`withNewline`). Its ETag is weak. */
export interface KeptJson extends KeptBody {
  readonly etag: string;
}

const NEWLINE = Buffer.from('\n');

/**
 * Answers prepared JSON bytes with the reference's content type and trailing newline. With an `etag`, a conditional
 * request that matches is a 304. HEAD gets the same headers and no body.
 */
export function sendJson(request: Request, response: Response, json: Buffer, answer: JsonAnswer = {}): void {
  sendJsonPieces(request, response, [json, NEWLINE], answer);
}

/** As `sendJson`, of pieces the last of which has the newline. */
export function sendJsonPieces(
  request: Request,
  response: Response,
  pieces: readonly Buffer[],
  answer: JsonAnswer = {},
): void {
  if (beginJson(request, response, answer)) sendPieces(response, pieces);
}

/** For bytes that are kept: each piece that is sent by itself costs (docs/performance.md). */
export function withNewline(json: Buffer): Buffer {
  return Buffer.concat([json, NEWLINE]);
}

/** As `sendJson`, of what is kept compressed too. */
export async function sendKeptJson(request: Request, response: Response, json: KeptJson): Promise<void> {
  if (beginJson(request, response, { etag: json.etag })) await sendKeptPieces(response, json);
}

/** Sets what every answer has. False: it was a 304, and is over. */
function beginJson(request: Request, response: Response, answer: JsonAnswer): boolean {
  response.statusCode = answer.status ?? 200;
  response.setHeader('Content-Type', 'application/json');
  response.setHeader('Cache-Control', answer.cacheControl ?? 'no-cache');
  if (answer.downloadAs !== undefined) {
    response.setHeader('Content-Disposition', `attachment; filename="${answer.downloadAs}"`);
  }
  if (answer.etag === undefined) return true;
  response.setHeader('ETag', answer.etag);
  if (!request.fresh) return true;
  response.status(304).removeHeader('Content-Type');
  sendTogether(response, () => response.end());
  return false;
}
