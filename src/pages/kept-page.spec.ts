import { gunzipSync } from 'node:zlib';
import { gzipMember } from '../http/gzip-member';
import { type FreshParts, KeptPage } from './kept-page';
import type { PublishedView } from './views/published-page.view';

const VIEW = { id: 'library' } as PublishedView;
const PARTS = { contract: '<contract>', documents: '<documents>' };
const FRESH: FreshParts = { top: '<top>', record: '<record>' };

describe('a page that is kept', () => {
  const page = (parts = PARTS): Promise<KeptPage> => KeptPage.of('publish', VIEW, parts);

  it('stands around the parts that never change, compressed as well', async () => {
    const printed = (await page()).printed('1', ({ id }) => ({ top: `<top ${id} é>`, record: '<record 漢>' }));
    const html = '<top library é><contract><record 漢><documents>';
    expect(Buffer.concat(printed.pieces).toString()).toBe(html);
    for (const parts of [await printed.gzipped(), await printed.gzipped()]) {
      expect(gunzipSync(Buffer.concat(gzipMember(parts))).toString()).toBe(html);
    }
  });

  it('is printed anew only when something else is given', async () => {
    const kept = await page();
    const first = kept.printed('1', () => FRESH);
    expect(kept.printed('1', () => ({ ...FRESH, top: '<other>' }))).toBe(first);
    const other = kept.printed('2', () => ({ ...FRESH, top: '<other>' }));
    expect(other.pieces[0]?.toString()).toBe('<other>');
    expect(other.etag).not.toBe(first.etag);
    expect(kept.printed('1', () => FRESH).etag).toBe(first.etag);
  });

  it('has an ETag of all of its parts', async () => {
    const kept = await page();
    const etags = [
      kept.printed('1', () => FRESH),
      kept.printed('2', () => ({ ...FRESH, top: '<other>' })),
      kept.printed('3', () => ({ ...FRESH, record: '<other>' })),
      (await page({ ...PARTS, contract: '<other>' })).printed('1', () => FRESH),
      (await page({ ...PARTS, documents: '<other>' })).printed('1', () => FRESH),
    ].map(({ etag }) => etag);
    expect(new Set(etags).size).toBe(etags.length);
    for (const etag of etags) expect(etag).toMatch(/^W\/"sha256:[0-9a-f]{64}"$/);
  });

  it('keeps no more than it has said to take, whatever is printed', async () => {
    const kept = await page();
    const long = 'x'.repeat(kept.sizeBytes);
    kept.printed('1', () => ({ ...FRESH, top: long }));
    expect(kept.printed('1', () => FRESH).pieces[0]?.toString()).toBe('<top>');
    kept.printed(long, () => FRESH);
    expect(kept.printed(long, () => ({ ...FRESH, top: '<other>' })).pieces[0]?.toString()).toBe('<other>');
    const { pieces } = kept.printed('2', () => FRESH);
    for (const piece of pieces) expect(piece.buffer.byteLength).toBe(piece.length);
  });
});
