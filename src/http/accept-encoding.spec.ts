import { prefersGzip } from './accept-encoding';

describe('prefersGzip', () => {
  it.each([
    'gzip',
    'GZIP',
    'gzip, deflate, br, zstd',
    'br, gzip, deflate',
    'gzip;q=1.0, deflate;q=0.6, identity;q=0.3',
    'gzip ; Q=0.5',
    'deflate;q=0.5,gzip;q=0.5',
    'zstd, gzip;q=0.9',
    '*',
    'br;q=0.1, *;q=0.5',
  ])('takes %j', (header) => expect(prefersGzip(header)).toBe(true));

  it.each([
    undefined,
    '',
    'identity',
    'br',
    'deflate',
    'gzip;q=0',
    'gzip;q=0.000, *',
    '*;q=0',
    'gzip;q=high',
    'gzip;q=0.5, br',
    'gzip;q=0.5, identity',
    'gzip;q=0.8, deflate;q=0.9',
    'x-gzipped',
  ])('leaves %j to the compression of answers that are not kept', (header) => expect(prefersGzip(header)).toBe(false));
});
