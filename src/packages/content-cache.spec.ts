import { ContentCache, type ContentKind } from './content-cache';
import type { KeptContent } from './kept-content';

interface Text extends KeptContent {
  readonly text: string;
}

const TEXT: ContentKind<Text> = { kind: 'text' };

function textOf(text: string): Text {
  return { kind: 'text', publish: '', sizeBytes: text.length, text };
}

describe('the cache of contents', () => {
  it('keeps what was loaded, under its kind and name', async () => {
    const cache = new ContentCache({ contentCacheBytes: 100 });
    await cache.load(TEXT, 'a', () => Promise.resolve(textOf('aaa')));
    expect(cache.get(TEXT, 'a')?.text).toBe('aaa');
    expect(cache.get(TEXT, 'b')).toBeUndefined();
    expect(cache.get({ kind: 'other' }, 'a')).toBeUndefined();
    expect(cache).toMatchObject({ hits: 1, misses: 2, sizeBytes: 3 });
  });

  it('gives up what was not asked for the longest, and never holds more than its bound', async () => {
    const cache = new ContentCache({ contentCacheBytes: 10 });
    for (const name of ['aaaa', 'bbbb']) await cache.load(TEXT, name, () => Promise.resolve(textOf(name)));
    cache.get(TEXT, 'aaaa');
    await cache.load(TEXT, 'cccc', () => Promise.resolve(textOf('cccc')));
    expect(['aaaa', 'bbbb', 'cccc'].filter((name) => cache.get(TEXT, name))).toEqual(['aaaa', 'cccc']);
    expect(cache.sizeBytes).toBe(8);
  });

  it.each([
    ['what is larger than the cache', 4],
    ['anything when it is off', 0],
  ])('does not keep %s, and answers it all the same', async (_, contentCacheBytes) => {
    const cache = new ContentCache({ contentCacheBytes });
    const loaded = await cache.load(TEXT, 'a', () => Promise.resolve(textOf('aaaaa')));
    expect(loaded?.text).toBe('aaaaa');
    expect(cache.get(TEXT, 'a')).toBeUndefined();
    expect(cache.sizeBytes).toBe(0);
  });

  it('loads once for all who ask meanwhile', async () => {
    const cache = new ContentCache({ contentCacheBytes: 100 });
    const read = jest.fn(() => Promise.resolve(textOf('aaa')));
    const all = await Promise.all([1, 2, 3].map(() => cache.load(TEXT, 'a', read)));
    expect(all.map((content) => content?.text)).toEqual(['aaa', 'aaa', 'aaa']);
    expect(read).toHaveBeenCalledTimes(1);
  });

  it('looks again when the one before found nothing: it may have been published since', async () => {
    const cache = new ContentCache({ contentCacheBytes: 100 });
    const [early, late] = await Promise.all([
      cache.load(TEXT, 'a', () => Promise.resolve(undefined)),
      cache.load(TEXT, 'a', () => Promise.resolve(textOf('aaa'))),
    ]);
    expect([early, late?.text]).toEqual([undefined, 'aaa']);
  });

  it('keeps no failure', async () => {
    const cache = new ContentCache({ contentCacheBytes: 100 });
    await expect(cache.load(TEXT, 'a', () => Promise.reject(new Error('lost')))).rejects.toThrow('lost');
    await cache.load(TEXT, 'a', () => Promise.resolve(textOf('aaa')));
    expect(cache.get(TEXT, 'a')?.text).toBe('aaa');
  });
});
