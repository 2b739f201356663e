import type { IncomingMessage, ServerResponse } from 'node:http';
import type { NextFunction, Request, Response } from 'express';
import helmet, { type HelmetOptions } from 'helmet';

export type Headers = Readonly<Record<string, string>>;

const NONE = ["'none'"];
const SELF = ["'self'"];
const HSTS_MAX_AGE_SECONDS = 365 * 24 * 3600;

/** Everything off that answers of an API, styles or icons have no use for. */
const EVERYWHERE = {
  contentSecurityPolicy: false,
  crossOriginOpenerPolicy: false,
  // The contract lets every origin read (packages.md section 6, CORS); pages are stricter.
  crossOriginResourcePolicy: { policy: 'cross-origin' },
  originAgentCluster: false,
  referrerPolicy: { policy: 'no-referrer' },
  strictTransportSecurity: false,
  xDnsPrefetchControl: false,
  xDownloadOptions: false,
  xFrameOptions: false,
  xPermittedCrossDomainPolicies: false,
  xXssProtection: false,
} as const satisfies HelmetOptions;

/** Pages bring nothing from elsewhere, run no script unless the reader chose local times, and stand in no frame. */
function pagePolicy(script: Readonly<Record<string, string[]>>): HelmetOptions {
  return {
    ...EVERYWHERE,
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: NONE,
        styleSrc: SELF,
        imgSrc: SELF,
        baseUri: NONE,
        formAction: SELF,
        frameAncestors: NONE,
        ...script,
      },
    },
    crossOriginOpenerPolicy: { policy: 'same-origin' },
    crossOriginResourcePolicy: { policy: 'same-origin' },
    originAgentCluster: true,
    xFrameOptions: { action: 'deny' },
  };
}

export const PAGE_HEADERS: Headers = headersOf(pagePolicy({}));
export const SCRIPTED_PAGE_HEADERS: Headers = headersOf(pagePolicy({ scriptSrc: SELF }));

/**
 * Of every answer. Strict-Transport-Security only where the operator says that clients come by https: TLS ends in front
 * of this process, and a browser that was told so by mistake could not come back. It says nothing about other hosts.
 */
export function headersOfAll(publicBaseUrl: string | undefined): Headers {
  const isHttps = publicBaseUrl?.startsWith('https:') === true;
  return headersOf({
    ...EVERYWHERE,
    strictTransportSecurity: isHttps && { maxAge: HSTS_MAX_AGE_SECONDS, includeSubDomains: false },
  });
}

/** As a middleware of its own, helmet decides anew for each request; what it decides is always the same here. */
export function secureAnswers(headers: Headers): (request: Request, response: Response, next: NextFunction) => void {
  const entries = Object.entries(headers);
  return (_request, response, next) => {
    for (const [name, value] of entries) response.setHeader(name, value);
    next();
  };
}

function headersOf(options: HelmetOptions): Headers {
  const headers: Record<string, string> = {};
  const recorder = {
    setHeader: (name: string, value: string) => (headers[name] = value),
    removeHeader: () => undefined,
  };
  helmet(options)({} as IncomingMessage, recorder as unknown as ServerResponse, (fault) => {
    if (fault instanceof Error) throw fault;
  });
  return headers;
}
