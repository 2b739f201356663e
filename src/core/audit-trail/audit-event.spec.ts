import { parseJson } from '../json/parse-json';
import { type AuditEvent, auditEventText } from './audit-event';
import { auditHeadText, auditLinkText, parseAuditHead } from './audit-link';
import { clientHash, tokenId } from './identifiers';

const TIME = new Date('2026-02-03T04:05:06.789Z');
const WHOLE: AuditEvent = {
  action: 'package.publish',
  code: 'VERSION_EXISTS',
  actor: { type: 'publisher', publisherId: 'ci', publisherType: 'studio' },
  tokenId: '0123456789ab',
  requestId: 'r-1',
  client: { address: 'aa', userAgent: 'bb' },
  target: { kind: 'package', id: 'acme/orders', version: '1.0.0' },
  details: { count: 2 },
  time: TIME,
};

describe('auditEventText', () => {
  it('is canonical JSON with every member that is known', () => {
    expect(auditEventText(WHOLE)).toBe(
      '{"action":"package.publish","actor":{"publisher_id":"ci","publisher_type":"studio","type":"publisher"},' +
        '"client":{"address":"aa","user_agent":"bb"},"code":"VERSION_EXISTS","details":{"count":2},"outcome":"refused",' +
        '"request_id":"r-1","target":{"id":"acme/orders","kind":"package","version":"1.0.0"},' +
        '"time":"2026-02-03T04:05:06.789Z","token_id":"0123456789ab"}',
    );
  });

  it('leaves out what is not known, and is accepted without a code', () => {
    expect(auditEventText({ action: 'service.start', actor: { type: 'system' }, time: TIME })).toBe(
      '{"action":"service.start","actor":{"type":"system"},"outcome":"accepted","time":"2026-02-03T04:05:06.789Z"}',
    );
  });

  it('keeps of details that are too large their digest', () => {
    const text = auditEventText({ ...WHOLE, details: { long: 'x'.repeat(9000) } });
    expect(text).toMatch(/"details":\{"digest":"sha256:[0-9a-f]{64}","omitted":true\}/);
    expect(text.length).toBeLessThan(1000);
  });
});

describe('identifiers', () => {
  it('names a token as sha256sum does, and never by a part of it', () => {
    // printf 'anip-registry-token:%s' secret-token | sha256sum | cut -c1-12
    expect(tokenId('secret-token')).toBe('8cb94d27534a');
    expect(tokenId('secret-token2')).not.toBe(tokenId('secret-token'));
  });

  it('hashes a client by the key, apart for address and agent', () => {
    const key = Buffer.alloc(32, 1);
    const hashes = [
      clientHash(key, 'address', '192.0.2.1'),
      clientHash(key, 'user_agent', '192.0.2.1'),
      clientHash(Buffer.alloc(32, 2), 'address', '192.0.2.1'),
    ];
    expect(new Set(hashes).size).toBe(3);
    for (const hash of hashes) expect(hash).toMatch(/^[0-9a-f]{32}$/);
    expect(clientHash(key, 'address', '192.0.2.1')).toBe(hashes[0]);
  });
});

describe('a line of an export and a head', () => {
  const link = { sequence: '7', event: '{"action":"x"}', previous_hash: 'sha256:0', hash: `sha256:${'b'.repeat(64)}` };

  it('is JSON with the members of the link', () => {
    expect(parseJson(Buffer.from(auditLinkText(link)))).toEqual({
      event: { action: 'x' },
      hash: link.hash,
      previous_hash: 'sha256:0',
      sequence: 7,
    });
  });

  it('is read back as it is written, and from nothing else', () => {
    expect(parseAuditHead(auditHeadText(link))).toEqual({ sequence: '7', hash: link.hash });
    for (const text of ['', '7', `0:${link.hash}`, `7:${link.hash}0`, `-7:${link.hash}`, link.hash]) {
      expect(parseAuditHead(text)).toBeUndefined();
    }
  });
});
