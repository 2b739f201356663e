import ipaddr from 'ipaddr.js';
import { lowerCase } from '../text';

/**
 * Why a link to `host` does not belong in a public package, or undefined when it may (design: a reader elsewhere can
 * reach it, and following it touches no private network). Addresses are read the way browsers read them: `2130706433`
 * and `0x7f.1` are 127.0.0.1.
 */
export function privateHostReason(host: string): string | undefined {
  const name = lowerCase(host)
    .replace(/^\[|\]$/g, '')
    .replace(/%.*$/, '')
    .replace(/\.$/, '');
  if (name === 'localhost' || name.endsWith('.localhost')) return 'a host of the local machine';
  if (!ipaddr.isValid(name)) return undefined;
  const range = ipaddr.process(name).range();
  return range === 'unicast' ? undefined : `an address of the range ${range}`;
}
