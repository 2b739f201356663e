import type { Request } from 'express';
import { clientAddress } from './client-address';

const address = (ip: string | undefined, remoteAddress: string | undefined): string =>
  clientAddress({ ip, socket: { remoteAddress } } as unknown as Request);

describe('clientAddress', () => {
  it.each([
    ['192.0.2.1', '192.0.2.1'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['192.0.2.1:50123', '192.0.2.1'],
    ['[2001:db8:1:2::9]:50123', '2001:db8:1:2::/64'],
    ['2001:DB8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2:ffff::1', '2001:db8:1:2::/64'],
    ['fe80::1%eth0', 'fe80::/64'],
    ['::1', '::1'],
  ])('%s counts as %s', (ip, counted) => {
    expect(address(ip, '10.0.0.9')).toBe(counted);
  });

  it.each(['unknown', '_hidden', '', '192.0.2.256', '1.2.3', `1${'.1'.repeat(50_000)}`, '::ffff:1.2.3.4.5', undefined])(
    'what is no address counts as the connection: %p',
    (ip) => {
      expect(address(ip, '::ffff:10.0.0.9')).toBe('10.0.0.9');
    },
  );

  it('a connection that is gone has no address', () => {
    expect(address(undefined, undefined)).toBe('');
  });
});
