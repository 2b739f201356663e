import { gunzipSync } from 'node:zlib';
import { gzipMember } from '../http/gzip-member';
import { ContentCache } from './content-cache';
import { GZIP, KeptGzip } from './kept-gzip';

const HEAD = Buffer.from(`{"package_id":"library","published_at":"${'2026-10-01'.repeat(20)}"`);
const TAIL = Buffer.from(`,"manifest":["${'lends, renews and takes back; '.repeat(2000)}"]}`);

describe('a kept record, compressed', () => {
  it('is the record around whatever its mutable members are now', async () => {
    const gzip = await KeptGzip.of('x', HEAD, TAIL);
    for (const count of [0, 7, 123_456_789]) {
      const mutable = Buffer.from(`,"download_count":${count}`);
      const whole = Buffer.concat([HEAD, mutable, TAIL]);
      expect(gunzipSync(Buffer.concat(gzipMember(gzip.around(mutable)))).equals(whole)).toBe(true);
    }
  });

  it('counts in the cache with what it holds, which is no more than its bytes', async () => {
    const cache = new ContentCache({ contentCacheBytes: 64 * 1024 });
    const gzip = await cache.load(GZIP, 'library 1.0.0', () => KeptGzip.of('x', HEAD, TAIL));
    const [head, , tail] = gzip?.around(Buffer.alloc(0)) ?? [];
    const held = [head, tail].map((part) => part?.blocks.buffer.byteLength ?? Number.NaN);
    expect(held).toEqual([head?.blocks.length, tail?.blocks.length]);
    expect(cache.sizeBytes).toBe(gzip?.sizeBytes);
    expect(cache.sizeBytes).toBeGreaterThan(held.reduce((sum, bytes) => sum + bytes, 0));
    expect(cache.sizeBytes).toBeLessThan(TAIL.length / 10);
  });
});
