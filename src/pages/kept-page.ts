import { digestOfBytes } from '../core/digest';
import { deflatedPart, type GzipPart } from '../http/gzip-member';
import type { KeptContent } from '../packages/kept-content';
import { htmlBytes, once, type PrintedPage } from './printed-page';
import type { PublishedView } from './views/published-page.view';

/** The parts of a version's page that are the same for every reader. */
export interface KeptParts<Part> {
  /** README, capabilities, services, readiness. */
  readonly contract: Part;
  /** The documents, and the end of the page. */
  readonly documents: Part;
}

/** The parts around them, which depend on what has changed, and on who reads. */
export interface FreshParts {
  readonly top: string;
  /** Between the two kept parts: sources, lifecycle, trust. */
  readonly record: string;
}

/** As it is sent, and as it is sent to who takes gzip, which every browser does. */
interface KeptPart {
  readonly plain: Buffer;
  readonly gzip: GzipPart;
}

/** Names, objects and the entry itself. */
const OVERHEAD_BYTES = 2048;
/** For the last answer: its fresh parts have some 13 KB, compressed 4 KB. What takes more is made anew each time. */
const MAX_LAST_BYTES = 48 * 1024;

/** The page of one publish, verified, printed and compressed as far as it never changes. */
export class KeptPage implements KeptContent {
  readonly kind = 'page';
  readonly sizeBytes: number;
  private readonly digest: string;
  /** For most versions nothing changes between two readers of one kind. */
  private last?: { readonly given: string; readonly page: PrintedPage };

  private constructor(
    readonly publish: string,
    private readonly view: PublishedView,
    private readonly parts: KeptParts<KeptPart>,
  ) {
    const { contract, documents } = parts;
    this.digest = digestOfBytes(contract.plain, documents.plain);
    const viewBytes = 2 * JSON.stringify(view).length;
    this.sizeBytes = sizeOf(contract) + sizeOf(documents) + viewBytes + MAX_LAST_BYTES + OVERHEAD_BYTES;
  }

  static async of(publish: string, view: PublishedView, parts: KeptParts<string>): Promise<KeptPage> {
    const [contract, documents] = await Promise.all([keptPart(parts.contract), keptPart(parts.documents)]);
    return new KeptPage(publish, view, { contract, documents });
  }

  /** `given` is all that `print` depends on beside the publish: the last page is the next one as long as it is the same. */
  printed(given: string, print: (view: PublishedView) => FreshParts): PrintedPage {
    if (this.last?.given === given) return this.last.page;
    const fresh = print(this.view);
    const [top, record] = [htmlBytes(fresh.top), htmlBytes(fresh.record)];
    const page = this.around(top, record);
    const lastBytes = 2 * (top.length + record.length + given.length);
    if (lastBytes <= MAX_LAST_BYTES) this.last = { given, page };
    return page;
  }

  private around(top: Buffer, record: Buffer): PrintedPage {
    const { contract, documents } = this.parts;
    return {
      pieces: [top, contract.plain, record, documents.plain],
      // Weak, since it may go out compressed.
      etag: `W/"${digestOfBytes(Buffer.from(`${this.digest} ${top.length} `), top, record)}"`,
      gzipped: once(async () => {
        const [first, middle] = await Promise.all([deflatedPart(top), deflatedPart(record)]);
        return [first, contract.gzip, middle, documents.gzip];
      }),
    };
  }
}

async function keptPart(html: string): Promise<KeptPart> {
  const plain = htmlBytes(html);
  return { plain, gzip: await deflatedPart(plain) };
}

function sizeOf({ plain, gzip }: KeptPart): number {
  return plain.length + gzip.blocks.length;
}
