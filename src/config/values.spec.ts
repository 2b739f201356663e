import { Problem } from './config-report';
import { parseDatabaseUrl } from './database-url';
import { listensBeyondLoopback, parseListenAddress, type ListenAddress } from './listen-address';
import { parseTrustProxy } from './trust-proxy';
import { parseOrigin } from './values';

const refused = expect.any(Problem) as Problem;

describe('a listen address', () => {
  it.each([
    [':8200', { host: undefined, port: 8200 }],
    [':0', { host: undefined, port: 0 }],
    ['127.0.0.1:80', { host: '127.0.0.1', port: 80 }],
    ['localhost:65535', { host: 'localhost', port: 65535 }],
    ['registry_1.internal:8200', { host: 'registry_1.internal', port: 8200 }],
    ['[::1]:8200', { host: '::1', port: 8200 }],
    ['[fe80::1%eth0]:1', { host: 'fe80::1%eth0', port: 1 }],
  ])('reads %s', (text, expected) => {
    expect(parseListenAddress(text)).toEqual(expected);
  });

  it.each([
    '8200',
    'localhost',
    '::1:8200',
    '[::1]',
    '[localhost]:1',
    ':65536',
    ':-1',
    ':http',
    '999.1.1.1:80',
    'a b:1',
    'http://x:1',
    '-a:1',
    '*:80',
  ])('refuses %s', (text) => expect(parseListenAddress(text)).toEqual(refused));

  it('is beyond loopback unless it is certain that it is not', () => {
    const beyond = (text: string): boolean => listensBeyondLoopback(parseListenAddress(text) as ListenAddress);
    for (const text of ['127.0.0.1:1', '127.9.9.9:1', '[::1]:1', '[::ffff:127.0.0.1]:1', 'LocalHost:1']) {
      expect(beyond(text)).toBe(false);
    }
    for (const text of [':1', '0.0.0.0:1', '[::]:1', '10.0.0.1:1', 'localhost.example.com:1', '[fe80::1%eth0]:1']) {
      expect(beyond(text)).toBe(true);
    }
  });
});

describe('trusted proxies', () => {
  it.each([
    ['loopback', ['loopback']],
    ['Loopback, linklocal,uniquelocal', ['loopback', 'linklocal', 'uniquelocal']],
    ['10.0.0.0/8,192.0.2.7,2001:db8::/32', ['10.0.0.0/8', '192.0.2.7', '2001:db8::/32']],
    ['0', 0],
    ['2', 2],
  ])('are read from %s', (text, expected) => {
    expect(parseTrustProxy(text)).toEqual(expected);
  });

  it.each([
    'true',
    '*',
    '33',
    '-1',
    '1,loopback',
    '0.0.0.0/0',
    '::/0',
    '10.0.0.0/33',
    '10.0.0.0/08',
    '10.0.0/8',
    'loopback,',
    'proxy.internal',
    '::1%lo',
    '10.0.0.0/255.0.0.0',
    '10.0.0.0/8/8',
  ])('are refused as %s', (text) => expect(parseTrustProxy(text)).toEqual(refused));
});

describe('a public base URL', () => {
  it.each([
    ['https://registry.example.com', 'https://registry.example.com'],
    ['http://localhost:8200/', 'http://localhost:8200'],
    ['https://[2001:db8::1]:8443', 'https://[2001:db8::1]:8443'],
    ['https://registry.example.com:443/', 'https://registry.example.com'],
  ])('reads %s', (text, expected) => {
    expect(parseOrigin(text)).toBe(expected);
  });

  it.each([
    'registry.example.com',
    'ftp://x',
    'https://',
    'https:///x',
    'https://x/registry',
    'https://x//',
    'https://x?',
    'https://x#',
    'https://x y',
    'https://x:99999',
    'https://x\\y',
  ])('refuses %s', (text) => expect(parseOrigin(text)).toEqual(refused));

  it('does not show a password', () => {
    expect(parseOrigin('https://me:pa55@x')).toEqual(new Problem('holds user info'));
  });
});

describe('a database URL', () => {
  const parse = parseDatabaseUrl((path) => {
    if (path === '/ca.pem') return '';
    throw Object.assign(new Error('secret text'), { code: 'EACCES' });
  });

  it.each([
    'postgres://u:p@h:5432/d',
    'postgresql://u@[::1]/d?sslmode=verify-full&sslrootcert=/ca.pem',
    'postgres://h/d?sslmode=verify-full&sslrootcert=system',
    'postgres:///d',
    'postgres://u:p@/d?host=/run/postgresql',
  ])('takes %s', (text) => expect(parse(text)).toBe(text));

  it.each([
    ['mysql://u:p@h/d', 'does not begin with postgres:// or postgresql://'],
    ['host=h user=u', 'does not begin with postgres:// or postgresql://'],
    ['postgres://u:p/w@h:x/d', 'cannot be read as a URL'],
    ['postgres://h1:1,h2:2/d', 'names several hosts, and the driver takes one'],
    ['postgres://h/d?sslmode=requrie', 'has an unknown sslmode'],
    ['postgres://h/d?sslmode=verify-ca', 'has sslmode=verify-ca without an sslrootcert'],
    ['postgres://h/d?sslrootcert=/no.pem', 'has an sslrootcert that cannot be read (EACCES)'],
  ])('refuses %s', (text, problem) => {
    expect(parse(text)).toEqual({ text: expect.stringContaining(problem) as string });
  });
});
