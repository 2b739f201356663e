import { DiffCache } from './diff-cache';

describe('the cache of diffs', () => {
  let made: string[];
  beforeEach(() => (made = []));

  /** Asks for each key in turn; a diff has as many bytes as its key has characters. */
  function ask(cache: DiffCache, ...keys: readonly string[]): void {
    for (const key of keys) {
      const diff = cache.getOrMake(key, () => {
        made.push(key);
        return Buffer.from(key);
      });
      expect(diff.toString()).toBe(key);
    }
  }

  it('makes a diff once', () => {
    ask(new DiffCache({ maxEntries: 2, maxBytes: 100 }), 'a', 'a', 'b', 'a', 'b');
    expect(made).toEqual(['a', 'b']);
  });

  it('gives up what was not asked for the longest when there are too many', () => {
    ask(new DiffCache({ maxEntries: 2, maxBytes: 100 }), 'a', 'b', 'a', 'c', 'a', 'b');
    expect(made).toEqual(['a', 'b', 'c', 'b']);
  });

  it('gives up as many as it takes when they are too large', () => {
    ask(
      new DiffCache({ maxEntries: 10, maxBytes: 10 }),
      'aaaa',
      'bbbb',
      'cccccccc',
      'aaaa',
      'cccccccc',
      'd',
      'cccccccc',
    );
    expect(made).toEqual(['aaaa', 'bbbb', 'cccccccc', 'aaaa', 'cccccccc', 'd']);
  });

  it('keeps nothing that is larger than itself, and loses nothing for it', () => {
    ask(new DiffCache({ maxEntries: 10, maxBytes: 4 }), 'aaaa', 'bbbbb', 'bbbbb', 'aaaa');
    expect(made).toEqual(['aaaa', 'bbbbb', 'bbbbb']);
  });
});
