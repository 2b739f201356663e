import ipaddr from 'ipaddr.js';
import { privateHostReason } from './public-host';

const SCHEME = /^([A-Za-z][A-Za-z0-9+.-]*):/;
const USER_INFO = /^(?:[A-Za-z0-9\-._:~!$&'()*+,;=@]|%[0-9A-Fa-f]{2})*$/;
const HOST_CHARACTERS = /^[A-Za-z0-9!"$&'()*+,\-.:;<=>[\]_~%\u0080-\u{10ffff}]*$/u;
const PERCENT = /%(?![0-9A-Fa-f]{2})/;
const HOST_ESCAPE = /%(?!25|[89A-Fa-f][0-9A-Fa-f])/;
// eslint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u001f\u007f]/;

export interface LinkFault {
  readonly kind: 'form' | 'private';
  readonly reason: string;
}

/**
 * What is wrong with the URL of a source link, or undefined. The form is the contract's (packages.md section 4, "URL
 * form of source links"); the host must also be public and must carry no credentials (design: difference 2).
 */
export function linkUrlFault(url: string): LinkFault | undefined {
  const form = (reason: string): LinkFault => ({ kind: 'form', reason });
  if (CONTROL.test(url)) return form('it has a control character');
  const scheme = SCHEME.exec(url)?.[1]?.toLowerCase();
  if (scheme !== 'http' && scheme !== 'https') return form('its scheme is not http or https');
  const afterScheme = url.slice(scheme.length + 1).split('?', 1)[0] ?? '';
  if (!afterScheme.startsWith('//')) return form(`"${scheme}:" is not followed by "//"`);

  const slash = afterScheme.indexOf('/', 2);
  const authority = afterScheme.slice(2, slash === -1 ? undefined : slash);
  const path = slash === -1 ? '' : afterScheme.slice(slash);
  const at = authority.lastIndexOf('@');
  const userInfo = at === -1 ? undefined : authority.slice(0, at);
  const host = authority.slice(at + 1);

  if (userInfo !== undefined && !USER_INFO.test(userInfo))
    return form('its user info has a character that is not allowed');
  if (host === '') return form('it has no host');
  const hostFault = host.startsWith('[') ? bracketedHostFault(host) : plainHostFault(host);
  if (hostFault !== undefined) return form(hostFault);
  if (PERCENT.test(path)) return form('its path has a malformed percent escape');

  if (userInfo !== undefined) return { kind: 'private', reason: 'it carries user info' };
  const reason = privateHostReason(
    host.startsWith('[') ? host.slice(1, host.lastIndexOf(']')) : host.replace(/:\d*$/, ''),
  );
  return reason === undefined ? undefined : { kind: 'private', reason: `its host is ${reason}` };
}

function bracketedHostFault(host: string): string | undefined {
  const close = host.lastIndexOf(']');
  if (close === -1) return 'its host begins with "[" but has no "]"';
  if (!/^(?::\d*)?$/.test(host.slice(close + 1))) return 'its port is not a number';
  const [address = '', ...zone] = host.slice(1, close).split('%25');
  if (!ipaddr.IPv6.isValid(address) || address.includes('%') || zone.join('').includes('%')) {
    return 'the text in brackets is not an IPv6 address';
  }
  return undefined;
}

function plainHostFault(host: string): string | undefined {
  if (host.includes('[')) return 'its host has a "["';
  if (!HOST_CHARACTERS.test(host)) return 'its host has a character that is not allowed';
  if (HOST_ESCAPE.test(host)) return 'its host has a percent escape that is not allowed';
  const colon = host.lastIndexOf(':');
  if (colon !== -1 && !/^\d*$/.test(host.slice(colon + 1))) return 'its port is not a number';
  return undefined;
}
