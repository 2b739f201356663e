import { ownBytes } from '../core/own-bytes';
import type { KeptBody } from '../http/send-pieces';

/** A page as it is sent. */
export interface PrintedPage extends KeptBody {
  readonly etag: string;
}

/** HTML that can be kept. */
export function htmlBytes(html: string): Buffer {
  return ownBytes(Buffer.from(html, 'utf8'));
}

/** Those who ask at the same time share it; what failed is tried again. */
export function once<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined;
  return () => {
    made ??= make().catch((error: unknown) => {
      made = undefined;
      throw error;
    });
    return made;
  };
}
