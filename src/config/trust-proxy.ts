import { isIPv4, isIPv6 } from 'node:net';
import { lowerCase, quoteForMessage } from '../core/text';
import { Problem } from './config-report';
import { parseInteger, splitList } from './values';
import { MAX_PROXY_HOPS } from './variables';

/** A value for Express' setting `trust proxy`: whom to trust, or how many hops. */
export type TrustProxy = string[] | number;

const NAMED_RANGES = ['loopback', 'linklocal', 'uniquelocal'];

/** Never "everybody": then any client could name its own address and host (design.md section 7, number 14). */
export function parseTrustProxy(text: string): TrustProxy | Problem {
  if (/^\d+$/.test(text)) return parseInteger(0, MAX_PROXY_HOPS)(text);
  const parts = splitList(text).map((part) => (NAMED_RANGES.includes(lowerCase(part)) ? lowerCase(part) : part));
  const refused = parts.filter((part) => !NAMED_RANGES.includes(part) && !isAddressOrRange(part));
  return refused.length === 0 ? parts : new Problem(`has ${refused.map(quoteForMessage).join(', ')}`);
}

/** A prefix length of 0 is refused: it is "everybody" in another spelling. */
function isAddressOrRange(part: string): boolean {
  const [address = '', prefix, ...rest] = part.split('/');
  const maxPrefix = isIPv4(address) ? 32 : isIPv6(address) && !address.includes('%') ? 128 : 0;
  if (maxPrefix === 0 || rest.length > 0) return false;
  return prefix === undefined || (/^[1-9]\d{0,2}$/.test(prefix) && Number(prefix) <= maxPrefix);
}
