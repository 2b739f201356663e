import type { Request } from 'express';
import { isIP } from 'node:net';
import { normalizeIp } from '@nestjs/throttler';

/**
 * Whom a limit counts a request for: the connection's address, or behind trusted proxies (ANIP_REGISTRY_TRUST_PROXY) the
 * one that they name. An IPv6 client has a whole /64 to choose from, so that counts as one. What is no address is
 * text that a client made up, and then the proxy itself is the client.
 */
export function clientAddress(request: Request): string {
  const named = withoutPort(request.ip ?? '');
  return normalizeIp(isIP(named) === 0 ? (request.socket.remoteAddress ?? '') : named);
}

/** Some load balancers write `192.0.2.1:50123` or `[2001:db8::1]:50123`. */
function withoutPort(address: string): string {
  const [, ipv6, ipv4] = /^(?:\[([^\]]*)\]|([\d.]+))(?::\d+)?$/.exec(address) ?? [];
  return ipv6 ?? ipv4 ?? address;
}
