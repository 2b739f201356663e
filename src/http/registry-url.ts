import type { Request } from 'express';
import { RegistryError } from '../core/errors';
import { API_PREFIX, isHost } from './request-target';

/**
 * The address that a lock names (design: difference 14): the configured origin, else the forwarded protocol and host
 * when they come from a trusted proxy, else the connection's own. Undefined when the request named no host.
 */
export function registryUrl(request: Request, publicBaseUrl: string | undefined): string | undefined {
  const origin = originOf(request, publicBaseUrl);
  return origin === undefined ? undefined : `${origin}${API_PREFIX}`;
}

/** The origin that clients reach this Registry by, by the same rule. */
export function originOf(request: Request, publicBaseUrl: string | undefined): string | undefined {
  if (publicBaseUrl !== undefined) return publicBaseUrl;
  const { headers } = request;
  if (headers['x-forwarded-host'] === undefined && headers['x-forwarded-proto'] === undefined) {
    return originAt(headers.host, ownProtocol(request));
  }
  // Both getters read X-Forwarded-* only behind the trusted proxies that the application is configured with.
  return originAt(request.host, protocolOf(request));
}

function originAt(host: string | undefined, protocol: string): string | undefined {
  return host === undefined || !isHost(host) ? undefined : `${protocol}://${host}`;
}

/** For answers that are made of absolute addresses. @throws RegistryError HOST_INVALID */
export function requireOrigin(request: Request, publicBaseUrl: string | undefined): string {
  const origin = originOf(request, publicBaseUrl);
  if (origin !== undefined) return origin;
  throw new RegistryError(
    'HOST_INVALID',
    'the request names no host, and this answer is made of absolute addresses; send the Host header',
    { allowed: 'host[:port]' },
  );
}

/** A trusted proxy may still pass on what a client made up; only the web's protocols can be meant. */
function protocolOf(request: Request): string {
  if (request.protocol === 'http' || request.protocol === 'https') return request.protocol;
  return ownProtocol(request);
}

function ownProtocol(request: Request): string {
  return (request.socket as { encrypted?: boolean }).encrypted === true ? 'https' : 'http';
}
