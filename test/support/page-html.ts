/** What a test reads out of a page without a browser. */
const ENTITIES: Readonly<Record<string, string>> = {
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#x27;': "'",
  '&#x60;': '`',
  '&#x3D;': '=',
  '&amp;': '&',
};

export function decodeHtml(html: string): string {
  return html.replace(/&(?:lt|gt|quot|amp|#x27|#x60|#x3D);/g, (entity) => ENTITIES[entity] ?? entity);
}

/** The texts of all code blocks, as they are when they are copied. */
export function codeBlocks(html: string): string[] {
  return [...html.matchAll(/<pre><code>([\s\S]*?)<\/code><\/pre>/g)].map(([, text = '']) => decodeHtml(text));
}

/** Of these texts those that the page does not have: a short answer where the page itself would be a long one. */
export function missingFrom(html: string, texts: readonly string[]): string[] {
  return texts.filter((text) => !html.includes(text));
}

export function codeBlockWith(html: string, part: string): string {
  const block = codeBlocks(html).find((text) => text.includes(part));
  if (block === undefined) throw new Error(`no code block of the page has ${part}`);
  return block;
}

/** Every address that the page links to or loads. */
export function addressesIn(html: string): string[] {
  return [...html.matchAll(/<[a-z]+\b[^<>]*?\s(?:href|src|action)="([^"]*)"/gi)].map(([, address = '']) =>
    decodeHtml(address),
  );
}

/** What would act on its own if the page let it: scripts, frames, handlers, styles, images. */
export const ACTIVE_HTML = /<(?:script|iframe|object|embed|img|style|base)\b|<[^>]+\son[a-z]+=|<[^>]+\sstyle=/i;
