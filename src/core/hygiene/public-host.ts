import { domainToASCII } from 'node:url';
import ipaddr from 'ipaddr.js';
import { lowerCase } from '../text';

/**
 * Why a link to `host` does not belong in a public package, or undefined when it may (design: a reader elsewhere can
 * reach it, and following it touches no private network). Names and addresses are read the way browsers read them:
 * `2130706433`, `0x7f.1` and full-width digits are 127.0.0.1.
 */
export function privateHostReason(host: string): string | undefined {
  const name = asBrowsersRead(host).replace(/\.$/, '');
  if (name === 'localhost' || name.endsWith('.localhost')) return 'a host of the local machine';
  if (!ipaddr.isValid(name)) return undefined;
  const range = ipaddr.process(name).range();
  return range === 'unicast' ? undefined : `an address of the range ${range}`;
}

/** A zone (`%25eth0`) names an interface of the reader's own machine and is no part of the address. */
function asBrowsersRead(host: string): string {
  const address = lowerCase(host)
    .replace(/^\[|\]$/g, '')
    .replace(/%25.*$/, '');
  return ipaddr.IPv6.isValid(address) ? address : domainToASCII(address) || address;
}
