import { Inject, Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { CONFIG } from '../config/config.module';
import type { RegistryConfig } from '../config/config';
import { withPatience } from '../database/patience';
import type { KeptContent } from './kept-content';

/** One of the things that are kept of a version; the name of a kind stands for one class. */
export interface ContentKind<Content extends KeptContent> {
  readonly kind: Content['kind'];
}

/** How long to wait for what somebody else has begun: undefined when that was too long. */
export type Patience = <Value>(work: Promise<Value>) => Promise<Value | undefined>;

/** For what is only computed: it ends by itself, while a read may hang on a connection. */
export const UNTIL_IT_ENDS: Patience = (work) => work;

/**
 * What was served last of published versions, bounded by bytes (ANIP_REGISTRY_CONTENT_CACHE_MIB): what was not asked for
 * the longest goes first. All of it is immutable, so nothing here is ever made invalid; what may change, and whether the
 * version is there at all, is read beside it.
 */
@Injectable()
export class ContentCache {
  private readonly entries: LRUCache<string, KeptContent> | undefined;
  private readonly loading = new Map<string, Promise<KeptContent | undefined>>();
  private hitCount = 0;
  private missCount = 0;

  constructor(@Inject(CONFIG) { contentCacheBytes }: Pick<RegistryConfig, 'contentCacheBytes'>) {
    if (contentCacheBytes === 0) return;
    this.entries = new LRUCache({ maxSize: contentCacheBytes, sizeCalculation: ({ sizeBytes }) => sizeBytes });
  }

  get hits(): number {
    return this.hitCount;
  }

  get misses(): number {
    return this.missCount;
  }

  get sizeBytes(): number {
    return this.entries?.calculatedSize ?? 0;
  }

  /** `name` is the same for the same version only. */
  get<Content extends KeptContent>({ kind }: ContentKind<Content>, name: string): Content | undefined {
    const content = this.entries?.get(keyOf(kind, name));
    if (content === undefined) this.missCount += 1;
    else this.hitCount += 1;
    // Its key names the kind, and only `load` below writes.
    return content as Content | undefined;
  }

  /**
   * Reads what is not kept and keeps it, unless it is larger than the whole cache. Who asks for it meanwhile gets the
   * same, so that a new version which everybody wants is read once.
   */
  async load<Content extends KeptContent>(
    { kind }: ContentKind<Content>,
    name: string,
    read: () => Promise<Content | undefined>,
    patience: Patience = withPatience,
  ): Promise<Content | undefined> {
    const key = keyOf(kind, name);
    for (let other = this.loadingOf<Content>(key); other !== undefined;) {
      const found = await patience(other.catch(() => undefined));
      // What was not there yet when the other one looked may have been published since; and a failure is its own.
      if (found !== undefined) return found;
      const next = this.loadingOf<Content>(key);
      // Of many who have lost patience one begins anew, and the others wait for that one.
      other = next === other ? undefined : next;
    }
    const loading = read();
    this.loading.set(key, loading);
    try {
      const content = await loading;
      if (content !== undefined) this.entries?.set(key, content);
      return content;
    } finally {
      if (this.loading.get(key) === loading) this.loading.delete(key);
    }
  }

  private loadingOf<Content extends KeptContent>(key: string): Promise<Content | undefined> | undefined {
    return this.loading.get(key) as Promise<Content | undefined> | undefined;
  }
}

function keyOf(kind: string, name: string): string {
  return `${kind} ${name}`;
}
