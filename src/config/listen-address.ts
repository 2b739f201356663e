import { isIPv4, isIPv6 } from 'node:net';
import ipaddr from 'ipaddr.js';
import { lowerCase, quoteForMessage } from '../core/text';
import { Problem } from './config-report';

export interface ListenAddress {
  /** Undefined: all interfaces. IPv6 addresses stand without brackets, as Node takes them. */
  readonly host: string | undefined;
  readonly port: number;
}

const HOST_AND_PORT = /^(?:\[([^[\]]*)\]|([^:[\]]*)):(\d{1,5})$/;
const HOST_NAME = /^(?!-)[A-Za-z0-9_-]{1,63}(?:\.[A-Za-z0-9_-]{1,63})*\.?$/;
const ENDS_LIKE_IPV4 = /(?:^|\.)\d+\.?$/;

/** Go's notation: `:8200`, `host:port`, `[::1]:port`; port 0 is any free port. */
export function parseListenAddress(text: string): ListenAddress | Problem {
  const [, ipv6, host, digits] = HOST_AND_PORT.exec(text) ?? [];
  if (digits === undefined) return new Problem(`is ${quoteForMessage(text)}${hintFor(text)}`);
  const port = Number(digits);
  if (port > 65_535) return new Problem(`is ${quoteForMessage(text)}, whose port is above 65535`);
  if (ipv6 !== undefined) {
    return isIPv6(ipv6)
      ? { host: ipv6, port }
      : new Problem(`is ${quoteForMessage(text)}, which has no IPv6 address in its brackets`);
  }
  if (host === undefined || host === '') return { host: undefined, port };
  if (isIPv4(host) || (HOST_NAME.test(host) && !ENDS_LIKE_IPV4.test(host))) return { host, port };
  return new Problem(`is ${quoteForMessage(text)}, whose host is neither a name nor an IPv4 address`);
}

/** False only for what cannot be reached from another machine. */
export function listensBeyondLoopback({ host }: ListenAddress): boolean {
  if (host === undefined) return true;
  if (isIPv4(host) || isIPv6(host)) return ipaddr.process(host).range() !== 'loopback';
  return lowerCase(host) !== 'localhost';
}

function hintFor(text: string): string {
  if (/^\d+$/.test(text)) return ' without the colon before the port';
  if (isIPv6(text) || /^[0-9A-Fa-f:]+:\d+$/.test(text)) return ', and an IPv6 address stands in brackets';
  return '';
}
