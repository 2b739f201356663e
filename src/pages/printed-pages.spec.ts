import { gunzipSync } from 'node:zlib';
import { gzipMember } from '../http/gzip-member';
import { PrintedPages } from './printed-pages';

describe('pages that were printed last', () => {
  it('are printed and compressed once for the same view', async () => {
    const pages = new PrintedPages();
    const first = pages.getOrPrint('1', () => '<p>é</p>');
    expect(pages.getOrPrint('1', () => 'printed again')).toBe(first);
    expect(Buffer.concat(first.pieces).toString()).toBe('<p>é</p>');
    expect(await first.gzipped()).toBe(await first.gzipped());
    expect(gunzipSync(Buffer.concat(gzipMember(await first.gzipped()))).toString()).toBe('<p>é</p>');
  });

  it('are others for another view, with another ETag only when the page is another', () => {
    const pages = new PrintedPages();
    const [one, same, other] = ['a', 'a', 'b'].map((html, index) => pages.getOrPrint(String(index), () => html));
    expect(same).not.toBe(one);
    expect(same?.etag).toBe(one?.etag);
    expect(other?.etag).not.toBe(one?.etag);
  });

  it('are left out when they are too many', () => {
    const pages = new PrintedPages();
    const long = 'x'.repeat(1024 * 1024);
    for (let index = 0; index < 5; index += 1) pages.getOrPrint(String(index), () => long);
    const printed: number[] = [];
    for (const index of [4, 0]) pages.getOrPrint(String(index), () => (printed.push(index), long));
    expect(printed).toEqual([0]);
  });
});
