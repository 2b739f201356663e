import type { Request } from 'express';
import { API_PREFIX, isHost } from './request-target';

/**
 * The address that a lock names (design: difference 14): the configured origin, else the forwarded protocol and host
 * when they come from a trusted proxy, else the connection's own. Undefined when the request named no host.
 */
export function registryUrl(request: Request, publicBaseUrl: string | undefined): string | undefined {
  if (publicBaseUrl !== undefined) return `${publicBaseUrl}${API_PREFIX}`;
  // Both getters read X-Forwarded-* only behind the trusted proxies that the application is configured with.
  const host = request.host as string | undefined;
  if (host === undefined || !isHost(host)) return undefined;
  return `${protocolOf(request)}://${host}${API_PREFIX}`;
}

/** A trusted proxy may still pass on what a client made up; only the web's protocols can be meant. */
function protocolOf(request: Request): string {
  if (request.protocol === 'http' || request.protocol === 'https') return request.protocol;
  return (request.socket as { encrypted?: boolean }).encrypted === true ? 'https' : 'http';
}
