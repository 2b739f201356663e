import type { Finding } from './finding';

/** An icon may be embedded; from here on it is a document. */
const MAX_DATA_URL_LENGTH = 4096;
const MAX_EVIDENCE_DATA_URL_LENGTH = 256;
/** No rule on embedded files has anything to say about a text up to here. */
export const LONGEST_HARMLESS_TEXT = Math.min(MAX_DATA_URL_LENGTH, MAX_EVIDENCE_DATA_URL_LENGTH);
/** Evidence is summed up in some paragraphs; longer it is the raw log or transcript. */
const MAX_EVIDENCE_LENGTH = 16_384;
const MIN_BASE64_LENGTH = 512;
/** Linear: what comes before the data is bounded, and a match goes on where the one before ended. */
const DATA_URLS =
  /data:[A-Za-z0-9.+-]{1,64}\/[A-Za-z0-9.+-]{1,64}(?:;[A-Za-z0-9=.+-]{1,64}){0,4};base64,[A-Za-z0-9+/_=-]+/gi;
const BASE64 = /^[A-Za-z0-9+/_-]+={0,2}$/;
const LINE_ENDS = /[\r\n]+/g;

/** A file in place of a text: `isEvidence` says that the member, or one around it, holds evidence. */
export function findEmbeddedFile(text: string, isEvidence: boolean): Finding | undefined {
  const found = (start: number, end: number, excerpt: string): Finding => ({
    rule: 'evidence-blob',
    start,
    end,
    excerpt: `${excerpt} (${end - start} characters)`,
  });
  const limit = isEvidence ? MAX_EVIDENCE_DATA_URL_LENGTH : MAX_DATA_URL_LENGTH;
  if (text.length <= limit) return undefined;
  for (const { 0: url, index } of text.matchAll(DATA_URLS)) {
    if (url.length > limit) return found(index, index + url.length, 'data:…');
  }
  if (!isEvidence) return undefined;
  const { length } = text;
  if (length >= MIN_BASE64_LENGTH && BASE64.test(text.replace(LINE_ENDS, ''))) return found(0, length, 'base64 …');
  return length > MAX_EVIDENCE_LENGTH ? found(0, length, 'text …') : undefined;
}
