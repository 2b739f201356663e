import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import type { Request, Response } from 'express';
import { PinoLogger } from 'nestjs-pino';
import { RegistryError } from '../core/errors';
import { quoteForMessage } from '../core/text';
import { allowedMethods } from './allowed-methods';
import { errorPageView } from './error-page';
import { setPageHeaders } from './page-headers';
import { problemOf, type Problem } from './problem';
import { registryErrorOf } from './registry-error-of';
import { contextOf } from './request-context';
import { API_PREFIX } from './request-target';
import { Views } from './views';

/**
 * Turns whatever was thrown into the one error shape (design section 6): problem JSON for the API, the same as a page
 * elsewhere. An unknown fault becomes a 500 with the request id; its text goes to the log only.
 */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  constructor(
    private readonly views: Views,
    private readonly logger: PinoLogger,
  ) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<Request>();
    const response = host.switchToHttp().getResponse<Response>();
    const context = contextOf(response);
    const isUnknownRoute = thrown instanceof HttpException && thrown.getStatus() === 404;
    const error = isUnknownRoute ? unknownRoute(request, response) : registryErrorOf(thrown);
    context.errorCode = error.code;

    if (response.headersSent) {
      // Half an answer cannot be taken back; cutting the connection is the only honest sign.
      this.logger.error({ err: thrown }, 'an answer was cut off after it had begun');
      response.destroy();
      return;
    }
    const problem = problemOf(error, context.requestId);
    // Load is no fault: it is counted, and the log says it once, as for other refusals.
    if (problem.status >= 500 && error.code !== 'PUBLISHING_BUSY') {
      this.logger.error({ code: error.code, err: thrown }, 'request failed');
    }
    this.send(request, response, problem);
  }

  private send(request: Request, response: Response, problem: Problem): void {
    response.removeHeader('Content-Disposition');
    response.removeHeader('ETag');
    for (const [name, value] of Object.entries(problem.headers)) response.setHeader(name, value);
    response.status(problem.status);
    if (!request.path.startsWith('/registry-api') && request.accepts(['json', 'html']) === 'html') {
      setPageHeaders(response);
      sendWhole(response, this.views.render('error', errorPageView(problem), request));
      return;
    }
    response.setHeader('Content-Type', 'application/problem+json');
    sendWhole(response, `${JSON.stringify(problem.body)}\n`);
  }
}

/** With its length, which the compressing middleware keeps Node from adding. */
function sendWhole(response: Response, text: string): void {
  response.setHeader('Content-Length', Buffer.byteLength(text));
  response.end(text);
}

function unknownRoute(request: Request, response: Response): RegistryError {
  const allowed = allowedMethods(request);
  if (allowed.length === 0) {
    const hint = request.path.startsWith(API_PREFIX) ? '; an id with a slash is written with %2F' : '';
    return new RegistryError('ROUTE_NOT_FOUND', `there is nothing at ${quoteForMessage(request.path)}${hint}`);
  }
  response.setHeader('Allow', allowed.join(', '));
  return new RegistryError(
    'METHOD_NOT_ALLOWED',
    `${request.method} is not allowed at ${quoteForMessage(request.path)}; allowed are ${allowed.join(', ')}`,
    { allowed, actual: request.method },
  );
}
