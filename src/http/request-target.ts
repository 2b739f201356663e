import type { NextFunction, Request, Response } from 'express';
import { RegistryError } from '../core/errors';
import { quoteForMessage } from '../core/text';

export const API_PREFIX = '/registry-api/v1';
const DOUBLED_PREFIX = `${API_PREFIX}${API_PREFIX}/`;

/** host[:port] of RFC 3986 in the forms that a client can mean: a name, an IPv4 address or a bracketed IPv6 address. */
const HOST = /^(?:[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9.])?|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?$/;

export function isHost(text: string): boolean {
  return text.length <= 261 && HOST.test(text);
}

/**
 * What must be right about a request before it is routed: a Host that is a host (it ends up in locks), and percent
 * escapes that decode. The doubled prefix is answered like the single one, because Studio appends it to a base URL
 * that already has it and does not follow redirects (design: difference 12).
 */
export function checkRequestTarget(request: Request, _response: Response, next: NextFunction): void {
  const host = request.headers.host;
  if (host !== undefined && !isHost(host)) {
    next(
      new RegistryError('HOST_INVALID', `the Host header ${quoteForMessage(host)} is no host[:port]`, {
        allowed: 'host[:port]',
      }),
    );
    return;
  }
  if (request.url.startsWith(DOUBLED_PREFIX)) request.url = request.url.slice(API_PREFIX.length);
  try {
    decodeURIComponent(request.path);
  } catch {
    next(
      new RegistryError(
        'PATH_ENCODING_INVALID',
        `the path ${quoteForMessage(request.path)} has a malformed percent escape`,
        {
          allowed: '% followed by two hex digits that are part of valid UTF-8',
        },
      ),
    );
    return;
  }
  next();
}
