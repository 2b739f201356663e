import type { NextFunction, Request, Response } from 'express';
import { RegistryError } from '../core/errors';
import { lowerCase, quoteForMessage } from '../core/text';

export const API_PREFIX = '/registry-api/v1';
const DOUBLED_PREFIX = `${API_PREFIX}${API_PREFIX}/`;

/** host[:port] of RFC 3986 in the forms that a client can mean: a name, an IPv4 address or a bracketed IPv6 address. */
const HOST = /^(?:[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9.])?|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?$/;

export function isHost(text: string): boolean {
  return text.length <= 261 && HOST.test(text);
}

/** `http://host/path` of RFC 9112 section 3.2.2, which every server must take. */
const ABSOLUTE_FORM = /^https?:\/\/([^/?#]*)(.*)$/is;

/**
 * What must be right about a request before it is routed: a version that has headers, one Host that is a host (it ends up
 * in locks), a target that names no other host, and percent escapes that decode. The doubled prefix is answered like the
 * single one, because Studio appends it to a base URL that already has it and does not follow redirects (design:
 * difference 12).
 */
export function checkRequestTarget(request: Request, _response: Response, next: NextFunction): void {
  const fault = versionFault(request) ?? hostFault(request) ?? absoluteFormFault(request);
  if (fault !== undefined) {
    next(fault);
    return;
  }
  if (request.url.startsWith(DOUBLED_PREFIX)) request.url = request.url.slice(API_PREFIX.length);
  next(escapeFault(request));
}

/** Node's parser reads a request line without a version as HTTP/0.9, also one that a line end has cut short. */
function versionFault({ httpVersionMajor, httpVersion }: Request): RegistryError | undefined {
  if (httpVersionMajor === 1) return undefined;
  return new RegistryError('REQUEST_MALFORMED', `HTTP/${httpVersion} is not spoken here`, {
    actual: httpVersion,
    allowed: ['1.1', '1.0'],
  });
}

/** Of several Hosts Node takes the first, and what stands in front of it may take another (RFC 9112 section 3.2). */
function hostFault({ headers: { host }, httpVersion, rawHeaders }: Request): RegistryError | undefined {
  if (host === undefined) return httpVersion === '1.1' ? hostInvalid('the request has no Host header') : undefined;
  if (!isHost(host)) return hostInvalid(`the Host header ${quoteForMessage(host)} is no host[:port]`);
  return countOfHosts(rawHeaders) === 1 ? undefined : hostInvalid('the request has more than one Host header');
}

/** Names and values in turn, as they were sent. */
function countOfHosts(rawHeaders: readonly string[]): number {
  let count = 0;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index];
    if (name?.length === 4 && lowerCase(name) === 'host') count += 1;
  }
  return count;
}

/** Reduces the absolute form to the usual one. Which host it names would be another question for each reader of it. */
function absoluteFormFault(request: Request): RegistryError | undefined {
  if (request.url.startsWith('/') || request.url === '*') return undefined;
  const [, authority, path = ''] = ABSOLUTE_FORM.exec(request.url) ?? [];
  if (authority === undefined || lowerCase(authority) !== lowerCase(request.headers.host ?? '')) {
    return hostInvalid(`the request target ${quoteForMessage(request.url)} names something else than the Host header`);
  }
  request.url = path.startsWith('/') ? path : `/${path}`;
  return undefined;
}

function escapeFault({ path }: Request): RegistryError | undefined {
  if (!path.includes('%')) return undefined;
  try {
    decodeURIComponent(path);
    return undefined;
  } catch {
    return new RegistryError(
      'PATH_ENCODING_INVALID',
      `the path ${quoteForMessage(path)} has a malformed percent escape`,
      { allowed: '% followed by two hex digits that are part of valid UTF-8' },
    );
  }
}

function hostInvalid(message: string): RegistryError {
  return new RegistryError('HOST_INVALID', message, { allowed: 'host[:port]' });
}
