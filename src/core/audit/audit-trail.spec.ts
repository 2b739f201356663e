import { type AuditLink, auditEventHash, NO_PREVIOUS_HASH } from '../audit-trail/audit-link';
import { auditTrailHead, auditTrailLink } from './audit-trail';
import type { Finding } from './finding';

function chainOf(...events: readonly string[]): AuditLink[] {
  const links: AuditLink[] = [];
  for (const event of events) {
    const link = {
      sequence: String(links.length + 1),
      event,
      previous_hash: links.at(-1)?.hash ?? NO_PREVIOUS_HASH,
    };
    links.push({ ...link, hash: auditEventHash(link) });
  }
  return links;
}

function findingsIn(links: readonly AuditLink[]): string[] {
  return links
    .flatMap((link, index): Finding[] => [...auditTrailLink(link, links[index - 1])])
    .map(({ class: name, detail }) => `${name} ${/event \d+/.exec(detail)?.[0] ?? ''}`);
}

const START = '{"action":"trail.start"}';
const [first, second, third, fourth] = chainOf(
  START,
  '{"action":"package.publish","n":1}',
  '{"action":"package.publish","n":2}',
  '{"action":"authenticate","n":3}',
) as [AuditLink, AuditLink, AuditLink, AuditLink];

const rehashed = (link: Omit<AuditLink, 'hash'>): AuditLink => ({ ...link, hash: auditEventHash(link) });

describe('auditTrailLink', () => {
  it('hashes the canonical JSON of event, previous hash and sequence', () => {
    // printf '{"event":{"action":"trail.start"},"previous_hash":"sha256:000...","sequence":1}' | sha256sum
    expect(first.hash).toBe('sha256:b06a87b76024878711d02e5e7d9b68979842a1c14585ce9eea02527067649663');
  });

  it('finds nothing in a trail that is whole', () => {
    expect(findingsIn([first, second, third, fourth])).toEqual([]);
  });

  it.each<[string, readonly AuditLink[], readonly string[]]>([
    ['an event that was removed', [first, third, fourth], ['AUDIT_TRAIL_GAP event 3']],
    ['a beginning that was removed', [second, third], ['AUDIT_TRAIL_GAP event 2']],
    [
      'an event that was altered',
      [first, { ...second, event: '{"action":"package.publish","n":9}' }, third],
      ['AUDIT_EVENT_ALTERED event 2'],
    ],
    [
      'an event that was altered and hashed anew',
      [first, rehashed({ ...second, event: '{"action":"package.publish","n":9}' }), third],
      ['AUDIT_TRAIL_BROKEN event 3'],
    ],
    [
      'two events that changed places',
      [first, { ...third, sequence: '2' }, { ...second, sequence: '3' }],
      [
        'AUDIT_TRAIL_BROKEN event 2',
        'AUDIT_EVENT_ALTERED event 2',
        'AUDIT_TRAIL_BROKEN event 3',
        'AUDIT_EVENT_ALTERED event 3',
      ],
    ],
    [
      'an event that was put in between, the later ones moved on',
      [
        first,
        rehashed({ sequence: '2', event: '{"action":"authenticate"}', previous_hash: first.hash }),
        rehashed({ ...second, sequence: '3' }),
        rehashed({ ...third, sequence: '4' }),
      ],
      ['AUDIT_TRAIL_BROKEN event 3', 'AUDIT_TRAIL_BROKEN event 4'],
    ],
    ['an event that is there twice', [first, second, second], ['AUDIT_TRAIL_GAP event 2']],
    ['a trail without its first event', chainOf('{"action":"package.publish"}'), ['AUDIT_EVENT_INVALID event 1']],
    ['a second beginning', chainOf(START, START), ['AUDIT_EVENT_INVALID event 2']],
    ['an event that is not canonical', chainOf(START, '{"b":1,"action":"x"}'), ['AUDIT_EVENT_INVALID event 2']],
    ['an event that is no object', chainOf(START, '[]'), ['AUDIT_EVENT_INVALID event 2']],
    ['an event that is no JSON', chainOf(START, '{"action"'), ['AUDIT_EVENT_INVALID event 2']],
    ['an event without an action', chainOf(START, '{"outcome":"accepted"}'), ['AUDIT_EVENT_INVALID event 2']],
    ['an action that nobody writes', chainOf(START, '{"action":"\\u001b[2J"}'), ['AUDIT_EVENT_INVALID event 2']],
  ])('finds %s', (_, links, found) => {
    expect(findingsIn(links)).toEqual(found);
  });
});

describe('auditTrailHead', () => {
  it('finds an end that was cut off and a trail that was written anew', () => {
    const classesOf = (stored: string | undefined) => [...auditTrailHead(third, stored)].map(({ detail }) => detail);
    expect(classesOf(third.hash)).toEqual([]);
    expect(classesOf(undefined)).toEqual(['event 3 of the expected head is gone: the end of the trail was cut off']);
    expect(classesOf(second.hash)).toEqual([
      'event 3 has another hash than the expected head: the trail was written anew',
    ]);
  });
});
