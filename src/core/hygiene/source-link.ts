import { findInText } from './find-in-text';
import type { Finding } from './finding';
import { linkUrlFault } from './link-url';

/** What any text is searched for, and what a link must not be beyond that: user info without a password counts too. */
export function findInSourceLink(url: string): Finding[] {
  const findings = findInText({ text: url, isRoute: true });
  const fault = linkUrlFault(url);
  if (fault?.kind !== 'private') return findings;
  const link: Finding = { rule: 'private-source-link', start: 0, end: url.length, excerpt: fault.reason };
  return [link, ...findings.filter(({ rule }) => rule !== 'private-url' && rule !== 'url-credentials')];
}
