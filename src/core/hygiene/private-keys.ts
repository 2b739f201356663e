import { maskSecret, type Finding } from './finding';
import { isPlaceholder } from './randomness';

export const ARMOR_START = '-----BEGIN';
const ARMOR_HEADER = /-----BEGIN (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----/y;
/** RFC 7468 bodies are base64; an Ed25519 key, the shortest there is, has 64 characters of it. */
const MIN_BODY_LENGTH = 40;
/** Enough for the headers of an encrypted key (RFC 1421) and the beginning of its body. */
const LOOK_AHEAD = 400;
const ARMOR_MEMBER = /^[A-Za-z][A-Za-z-]{2,30}: /;
const BASE64_RUN = /^[A-Za-z0-9+/]+/;
const PUTTY_START = 'PuTTY-User-Key-File-';

/** The private key in an armor that begins at `start`; the armor line alone, or with `...` as its body, is none. */
export function findArmoredKey(text: string, start: number): Finding | undefined {
  ARMOR_HEADER.lastIndex = start;
  const header = ARMOR_HEADER.exec(text)?.[0];
  if (header === undefined) return undefined;
  const bodyStart = start + header.length;
  const body = armorBody(text.slice(bodyStart, bodyStart + LOOK_AHEAD));
  if (body.length < MIN_BODY_LENGTH || isPlaceholder(body)) return undefined;
  return { rule: 'private-key', start, end: bodyStart, excerpt: `${header} …` };
}

/** The base64 that the armor holds, without line ends (also those written as `\n`) and member lines. */
function armorBody(text: string): string {
  const lines = text.split(/\\n|\\r|[\n\r]/);
  const isBody = (line: string): boolean => line.trim() !== '' && !ARMOR_MEMBER.test(line.trim());
  const joined = lines.filter(isBody).join('').replaceAll(' ', '');
  return BASE64_RUN.exec(joined)?.[0] ?? '';
}

export function findPuttyKey(text: string, start: number): Finding | undefined {
  if (!text.startsWith(PUTTY_START, start) || !text.includes('Private-Lines:', start)) return undefined;
  const length = PUTTY_START.length;
  return { rule: 'private-key', start, end: start + length, excerpt: maskSecret(text.length - start, PUTTY_START) };
}
