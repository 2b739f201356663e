import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { digestOfBytes, type Digest } from '../core/digest';
import { deflatedPart } from '../http/gzip-member';
import { htmlBytes, once, type PrintedPage } from './printed-page';

/** A list of fifty has some 60 KB, so about sixty of them. */
const MAX_BYTES = 8 * 1024 * 1024;
/** The page, and compressed no more than again as much. */
const BYTES_PER_BYTE = 2;

/**
 * What was printed last. Printing says nothing that it was not given, so the same again is the same page: nothing here is
 * ever made invalid. Many readers look at what seldom changes, and to print and compress it takes longer than to read it.
 */
@Injectable()
export class PrintedPages {
  private readonly pages = new LRUCache<Digest, PrintedPage & { readonly sizeBytes: number }>({
    maxSize: MAX_BYTES,
    sizeCalculation: ({ sizeBytes }) => sizeBytes,
  });

  /** `given` is all that `print` makes the page of, as JSON. */
  getOrPrint(given: string, print: () => string): PrintedPage {
    const key = digestOfBytes(Buffer.from(given, 'utf8'));
    const kept = this.pages.get(key);
    if (kept !== undefined) return kept;
    const html = htmlBytes(print());
    const page = {
      pieces: [html],
      // Weak, since it may go out compressed.
      etag: `W/"${digestOfBytes(html)}"`,
      gzipped: once(async () => [await deflatedPart(html)]),
      sizeBytes: BYTES_PER_BYTE * html.length,
    };
    this.pages.set(key, page);
    return page;
  }
}
