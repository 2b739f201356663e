import { domainToASCII } from 'node:url';
import ipaddr from 'ipaddr.js';
import { lowerCase } from '../text';

/** Names that only one network resolves (RFC 6761, RFC 6762 appendix G, RFC 8375, ICANN's reserved .internal). */
const PRIVATE_SUFFIXES = [
  'localhost',
  'localdomain',
  'local',
  'internal',
  'intranet',
  'private',
  'corp',
  'lan',
  'home',
  'home.arpa',
].map((suffix) => `.${suffix}`);
/** Letters, digits, dots and dashes, the last label begun by a letter: nothing that has to be decoded or is a number. */
const PLAIN_NAME = /^(?:[a-z0-9-]+\.)*[a-z][a-z0-9-]*\.?$/;
/** Azure's platform address: public by its number, answered by the machine's own host. */
const METADATA_ADDRESSES = ['168.63.129.16'];
/** Reserved for documentation (RFC 5737, RFC 3849, RFC 9637): nobody answers, so nobody is harmed. */
const DOCUMENTATION_RANGES = ['192.0.2.0/24', '198.51.100.0/24', '203.0.113.0/24', '2001:db8::/32', '3fff::/20'].map(
  (range) => ipaddr.parseCIDR(range),
);

/**
 * Why a link to `host` does not belong in a public package, or undefined when it may (design: a reader elsewhere can
 * reach it, and following it touches no private network). Names and addresses are read the way browsers read them:
 * `2130706433`, `0x7f.1` and full-width digits are 127.0.0.1. A name without a dot passes: in documentation it is a
 * placeholder (`https://host/path`).
 */
export function privateHostReason(host: string): string | undefined {
  const name = asBrowsersRead(host).replace(/\.$/, '');
  if (name === 'localhost' || name.endsWith('.localhost')) return 'a host of the local machine';
  if (PRIVATE_SUFFIXES.some((suffix) => name.endsWith(suffix))) return 'a name of a private network';
  if (PLAIN_NAME.test(name) || !ipaddr.isValid(name)) return undefined;
  if (METADATA_ADDRESSES.includes(name)) return 'the metadata address of a cloud';
  const address = ipaddr.process(name);
  if (DOCUMENTATION_RANGES.some((range) => address.kind() === range[0].kind() && address.match(range)))
    return undefined;
  const range = address.range();
  return range === 'unicast' ? undefined : `an address of the range ${range}`;
}

/** A zone (`%25eth0`) names an interface of the reader's own machine and is no part of the address. */
function asBrowsersRead(host: string): string {
  const address = lowerCase(host)
    .replace(/^\[|\]$/g, '')
    .replace(/%25.*$/, '');
  if (PLAIN_NAME.test(address)) return address;
  return ipaddr.IPv6.isValid(address) ? address : domainToASCII(address) || address;
}
