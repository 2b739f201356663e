import { deflatedPart, type GzipPart, storedPart } from '../http/gzip-member';
import type { ContentKind } from './content-cache';
import { type KeptContent, OVERHEAD_BYTES } from './kept-content';

export const GZIP: ContentKind<KeptGzip> = { kind: 'gzip' };

/**
 * What is immutable of a record, compressed. An entry of the cache beside the record itself, so that it counts when it
 * comes and goes when nobody asks for it.
 */
export class KeptGzip implements KeptContent {
  readonly kind = 'gzip';
  readonly sizeBytes: number;

  private constructor(
    readonly publish: string,
    private readonly head: GzipPart,
    private readonly tail: GzipPart,
  ) {
    this.sizeBytes = head.blocks.length + tail.blocks.length + OVERHEAD_BYTES;
  }

  static async of(publish: string, head: Buffer, tail: Buffer): Promise<KeptGzip> {
    const [first, last] = await Promise.all([deflatedPart(head), deflatedPart(tail)]);
    return new KeptGzip(publish, first, last);
  }

  /** The mutable members change too often to be worth compressing: mostly they are some hundred bytes. */
  around(mutable: Buffer): readonly GzipPart[] {
    return [this.head, storedPart(mutable), this.tail];
  }
}
