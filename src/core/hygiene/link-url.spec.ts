import fc from 'fast-check';
import { linkUrlFault } from './link-url';

describe('linkUrlFault', () => {
  it.each([
    'http://example.com',
    'HTTPS://Example.com/',
    'https://example.com:8443/a?b=%zz&c#d',
    'https://example.com:/',
    'https://example.com/a b/\u00e9/%41',
    'https://example.com/%25?%',
    'https://example.com/#frag/ment',
    'https://[2606:4700::1]:443/',
    'https://пример.рф/',
    'https://%d0%bf.example/',
    'https://a_b~c!.example/',
    'https://8.8.8.8/',
    'https://example.com/x@y',
    'https://example.com?u=http://localhost/',
  ])('accepts %s', (url) => {
    expect(linkUrlFault(url)).toBeUndefined();
  });

  it.each([
    ['', 'scheme'],
    ['example.com', 'scheme'],
    ['//example.com', 'scheme'],
    ['ftp://example.com', 'scheme'],
    ['javascript:alert(1)', 'scheme'],
    ['data:text/html,x', 'scheme'],
    [' https://example.com', 'scheme'],
    ['1http://example.com', 'scheme'],
    ['https', 'scheme'],
    ['https:example.com', '"//"'],
    ['https:/example.com', '"//"'],
    ['https:?//example.com', '"//"'],
    ['https://', 'no host'],
    ['https:///path', 'no host'],
    ['https://?a', 'no host'],
    ['https://user@', 'no host'],
    ['https://exa mple.com/', 'character'],
    ['https://exa\\mple.com/', 'character'],
    ['https://exa|mple/', 'character'],
    ['https://exa^mple/', 'character'],
    ['https://{host}/', 'character'],
    ['https://example.com#fragment', 'character'],
    ['https://example.com:80a/', 'port'],
    ['https://example.com:-1/', 'port'],
    ['https://[::1', '"]"'],
    ['https://[::1]x/', 'port'],
    ['https://[::1]:x/', 'port'],
    ['https://[::g]/', 'IPv6'],
    ['https://[1.2.3.4]/', 'IPv6'],
    ['https://[]/', 'IPv6'],
    ['https://[fe80::1%eth0]/', 'IPv6'],
    ['https://a[::1]/', '"["'],
    ['https://example.com/%', 'percent'],
    ['https://example.com/%4', 'percent'],
    ['https://example.com/%zz', 'percent'],
    ['https://%41.example/', 'percent'],
    ['https://%2e%2e/', 'percent'],
    ['https://us er@example.com/', 'user info'],
    ['https://us%zz@example.com/', 'user info'],
    ['https://a/b\u0000', 'control'],
    ['https://a/b\n', 'control'],
    ['java\tscript://x', 'control'],
    ['https://a/b\u007f', 'control'],
  ])('refuses the form of %j: %s', (url, reason) => {
    const fault = linkUrlFault(url);
    expect(fault?.kind).toBe('form');
    expect(fault?.reason).toContain(reason);
  });

  it.each([
    ['https://user:pw@example.com/', 'user info'],
    ['https://@example.com/', 'user info'],
    ['https://example.com@localhost/', 'user info'],
    ['https://a@b@example.com/', 'user info'],
    ['https://[::1%25en-0.1]/', 'loopback'],
    ['http://localhost', 'local machine'],
    ['http://LOCALHOST:8200/x', 'local machine'],
    ['https://a.localhost./', 'local machine'],
    ['http://127.0.0.1:/', 'loopback'],
    ['http://0x7f.1/', 'loopback'],
    ['http://\uff11\uff12\uff17.1/', 'loopback'],
    ['http://%ef%bd%8cocalhost/', 'local machine'],
    ['http://169.254.169.254/latest/meta-data', 'linkLocal'],
    ['https://[::1]:8443/', 'loopback'],
    ['https://[fe80::1%25eth0]/', 'linkLocal'],
    ['https://[::ffff:10.0.0.1]/', 'private'],
  ])('refuses %s for its host: %s', (url, reason) => {
    const fault = linkUrlFault(url);
    expect(fault?.kind).toBe('private');
    expect(fault?.reason).toContain(reason);
  });

  it('lets no URL pass whose host a browser takes for this machine', () => {
    const host = fc.oneof(
      fc.constantFrom(
        'localhost',
        'LOCALHOST.',
        '127.0.0.1',
        '0x7f.0.1',
        '[::1]',
        '[::ffff:7f00:1]',
        '127.1',
        '017700000001',
      ),
      fc.domain(),
    );
    const authority = fc.tuple(fc.constantFrom('', 'u@', 'example.com@', ':@'), host, fc.constantFrom('', ':80', ':'));
    fc.assert(
      fc.property(authority, fc.constantFrom('', '/', '/a?b', '#c', '?d'), ([userInfo, name, port], rest) => {
        const url = `https://${userInfo}${name}${port}${rest}`;
        if (!URL.canParse(url) || linkUrlFault(url) !== undefined) return;
        expect(new URL(url).hostname).not.toMatch(/^(?:localhost\.?|127\..*|\[::1\]|\[::ffff:7f.*)$/);
        expect(new URL(url).username).toBe('');
      }),
      { numRuns: 1000 },
    );
  });
});
