import { privateHostReason } from './public-host';

describe('privateHostReason', () => {
  it.each([
    'example.com',
    'EXAMPLE.com.',
    'localhost.example.com',
    'notlocalhost',
    'xn--e1afmkfd.xn--p1ai',
    'пример.рф',
    '8.8.8.8',
    '172.32.0.1',
    '[2606:4700::1111]',
    'a_b.example',
    '127.0.0.1.example.com',
  ])('lets %s pass', (host) => {
    expect(privateHostReason(host)).toBeUndefined();
  });

  it.each([
    ['localhost', 'local machine'],
    ['LocalHost', 'local machine'],
    ['localhost.', 'local machine'],
    ['registry.localhost', 'local machine'],
    ['\uff4cocalhost', 'local machine'],
    ['local\u00adhost', 'local machine'],
    ['localhost\u3002', 'local machine'],
    ['127.0.0.1', 'loopback'],
    ['127.0.0.1.', 'loopback'],
    ['127.255.255.254', 'loopback'],
    ['127.1', 'loopback'],
    ['2130706433', 'loopback'],
    ['0x7f000001', 'loopback'],
    ['0x7f.1', 'loopback'],
    ['0177.0.0.1', 'loopback'],
    ['\uff11\uff12\uff17.0.0.1', 'loopback'],
    ['\u2460\u2461\u2466.0.0.1', 'loopback'],
    ['127\u30020\u30020\u30021', 'loopback'],
    ['10.1.2.3', 'private'],
    ['172.16.0.1', 'private'],
    ['172.31.255.255', 'private'],
    ['192.168.0.1', 'private'],
    ['169.254.169.254', 'linkLocal'],
    ['100.64.0.1', 'carrierGradeNat'],
    ['0.0.0.0', 'unspecified'],
    ['255.255.255.255', 'broadcast'],
    ['224.0.0.1', 'multicast'],
    ['[::1]', 'loopback'],
    ['::1', 'loopback'],
    ['[0:0:0:0:0:0:0:1]', 'loopback'],
    ['[::]', 'unspecified'],
    ['[::ffff:127.0.0.1]', 'loopback'],
    ['[::ffff:a00:1]', 'private'],
    ['[fe80::1]', 'linkLocal'],
    ['[fe80::1%25eth0]', 'linkLocal'],
    ['[fc00::1]', 'uniqueLocal'],
    ['[fd12:3456::1]', 'uniqueLocal'],
    ['[64:ff9b::7f00:1]', 'rfc6052'],
    ['[2002:7f00:1::]', '6to4'],
    ['[ff02::1]', 'multicast'],
  ])('gives a reason for %s: %s', (host, reason) => {
    expect(privateHostReason(host)).toContain(reason);
  });
});
