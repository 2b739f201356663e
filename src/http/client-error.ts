import { randomUUID } from 'node:crypto';
import type { Duplex } from 'node:stream';
import type { Response } from 'express';
import type { PinoLogger } from 'nestjs-pino';
import { RegistryError } from '../core/errors';
import { problemOf, type Problem } from './problem';
import { findContext } from './request-context';
import type { Headers } from './security-headers';

type ParserError = Error & { readonly code?: string };
/** Node keeps the response that is under way on its socket. */
type RequestSocket = Duplex & { readonly _httpMessage?: Response | null };

/**
 * Answers what Node's parser gave up on, which never becomes a request: a head that is no HTTP or too long, a request
 * that takes too long, a body that ends early. Node itself would answer without a body; here it is the one error shape.
 */
export function answerClientErrors(
  logger: PinoLogger,
  securityHeaders: Headers,
): (error: ParserError, socket: RequestSocket) => void {
  const refuse = (error: ParserError, socket: RequestSocket): void => {
    const begun = socket._httpMessage;
    if (error.code === 'ECONNRESET' || !socket.writable || begun?.headersSent === true) {
      socket.destroy();
      return;
    }
    const requestId = begun?.getHeader('X-Request-Id')?.toString() ?? randomUUID();
    const problem = problemOf(refusalOf(error), requestId);
    const code = String(problem.body.code);
    const context = begun ? findContext(begun) : undefined;
    // A request that had begun gets its line from the request observer: as one that the client gave up, or with our answer.
    if (context !== undefined) {
      if (code !== 'BODY_INCOMPLETE') context.cutOffWith = { status: problem.status, code };
    } else logger.info({ request_id: requestId, code, parser: error.code }, 'request could not be read');
    socket.end(messageOf(problem, requestId, securityHeaders), () => socket.destroy());
  };
  const refuseInTurn = (error: ParserError, socket: RequestSocket): void => {
    const begun = socket._httpMessage;
    // What cannot be read came after whole requests, which have their answers first.
    if (begun?.req.complete === true && error.code !== 'ECONNRESET') {
      begun.once('finish', () => refuseInTurn(error, socket));
    } else refuse(error, socket);
  };
  const refused = new WeakSet<RequestSocket>();
  return (error, socket) => {
    // The parser says so again for whatever else arrives.
    if (refused.has(socket)) return;
    refused.add(socket);
    socket.pause();
    refuseInTurn(error, socket);
  };
}

function refusalOf({ code }: ParserError): RegistryError {
  switch (code) {
    case 'HPE_INVALID_EOF_STATE':
      return new RegistryError('BODY_INCOMPLETE', 'the connection ended before the whole request had arrived');
    case 'HPE_HEADER_OVERFLOW':
      return new RegistryError('HEADERS_TOO_LARGE', 'the request line and headers are longer than this server reads');
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return new RegistryError('REQUEST_TIMEOUT', 'the request did not arrive in the time that is allowed');
    default:
      return new RegistryError('REQUEST_MALFORMED', 'the request is not valid HTTP/1.1', { rule: 'RFC 9112' });
  }
}

function messageOf({ status, headers, body }: Problem, requestId: string, securityHeaders: Headers): string {
  const text = `${JSON.stringify(body)}\n`;
  const lines = Object.entries({
    ...headers,
    ...securityHeaders,
    'Access-Control-Allow-Origin': '*',
    'Content-Type': 'application/problem+json',
    'Content-Length': String(Buffer.byteLength(text)),
    'X-Request-Id': requestId,
    Connection: 'close',
  }).map(([name, value]) => `${name}: ${value}`);
  return [`HTTP/1.1 ${status} ${String(body.title)}`, ...lines, '', text].join('\r\n');
}
