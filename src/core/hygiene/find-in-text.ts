import { findAssignedSecret, hasConnectionPart } from './assignments';
import type { Finding, ScannedText } from './finding';
import { findDrivePath, findFileUrl, findNetworkShare, findUnixPath } from './local-paths';
import { ARMOR_START, findArmoredKey, findPuttyKey } from './private-keys';
import { findToken, SHORTEST_TOKEN } from './token-findings';
import { findInUrl, findMovingArchive, urlAround } from './urls';
import { findWebhook } from './webhooks';

/** No rule has anything to say about a shorter text: `/home/x`. */
export const SHORTEST_TEXT = 7;
const COLON = 0x3a;
const EQUALS = 0x3d;
const SLASH = 0x2f;
const BACKSLASH = 0x5c;
const PLUS = 0x2b;
const DASH = 0x2d;
const LOWER_H = 0x68;
const UPPER_U = 0x55;
const LOWER_V = 0x76;
const UPPER_P = 0x50;
/** Between a name and its separator: a closing quote, maybe escaped, and a blank. */
const MAX_NAME_GAP = 3;
const NAME_GAP = /^[\\"'`\] ]*$/;
const OTHER = 0;
const TOKEN = 1;
const MARK = 2;
/** Letters, digits and `_ . -` make tokens; the marks are where URLs, paths and assignments can be told. */
const KINDS = Uint8Array.from({ length: 128 }, (_, code) => {
  if (/[A-Za-z0-9_.-]/.test(String.fromCharCode(code))) return TOKEN;
  return [COLON, EQUALS, SLASH, BACKSLASH].includes(code) ? MARK : OTHER;
});

/** Letters, digits, `_`, `.` and `-`. */
export function isTokenCharacter(text: string, at: number): boolean {
  return KINDS[text.charCodeAt(at)] === TOKEN;
}

/**
 * Everything in a text that breaks a hygiene rule, in the order of the text. One pass over the characters: a rule is
 * asked only at a character that could begin or mark what it looks for, so that ordinary text costs next to nothing.
 */
export function findInText(scanned: ScannedText): Finding[] {
  const { text } = scanned;
  const findings: Finding[] = [];
  if (text.length < SHORTEST_TEXT) return findings;
  const keep = (finding: Finding | undefined): void => {
    if (finding !== undefined) findings.push(finding);
  };
  let isConnection: boolean | undefined;
  const askConnection = (): boolean => (isConnection ??= hasConnectionPart(text));
  let archivesSearchedTo = 0;
  let nameStart = 0;
  let nameEnd = 0;

  const { length } = text;
  for (let at = 0; at < length; at += 1) {
    let kind = KINDS[text.charCodeAt(at)];
    if (kind === TOKEN) {
      const start = at;
      do at += 1;
      while (at < length && (kind = KINDS[text.charCodeAt(at)]) === TOKEN);
      tokenEnded(start, at);
      nameStart = start;
      nameEnd = at;
    }
    if (kind === MARK) markAt(at, text.charCodeAt(at));
  }
  return withoutRepetition(findings);

  function tokenEnded(start: number, end: number): void {
    const behind = text.charCodeAt(end);
    // Plain base64 goes on behind characters that end a token.
    const isLong = end - start >= SHORTEST_TOKEN || behind === SLASH || behind === PLUS;
    if (isLong) keep(findToken(text, start, end));
    if (text.charCodeAt(start) === DASH && text.startsWith(ARMOR_START, start)) keep(findArmoredKey(text, start));
    if (text.charCodeAt(start) === UPPER_P) keep(findPuttyKey(text, start));
  }

  function markAt(at: number, code: number): void {
    const next = text.charCodeAt(at + 1);
    if (code === SLASH) {
      if (next === LOWER_H || next === UPPER_U || next === LOWER_V) keep(findUnixPath(scanned, at));
    } else if (code === BACKSLASH) {
      if (next === BACKSLASH) keep(findNetworkShare(scanned, at));
    } else {
      const isAddress = code === COLON && (next === SLASH || next === BACKSLASH);
      if (isAddress) addressAt(at, text.charCodeAt(at + 2));
      if (at - nameEnd <= MAX_NAME_GAP && nameEnd > nameStart && NAME_GAP.test(text.slice(nameEnd, at))) {
        keep(findAssignedSecret(text, { nameStart, nameEnd, separator: at }, askConnection));
      }
    }
  }

  function addressAt(colon: number, third: number): void {
    keep(findDrivePath(scanned, colon));
    if (third !== SLASH && third !== BACKSLASH) return;
    const url = urlAround(text, colon);
    if (url === undefined) return;
    if (url.scheme === 'file') keep(findFileUrl(scanned, url.start));
    else findings.push(...findInUrl(url));
    keep(findWebhook(text, url.authorityStart, url.start));
    if (colon < archivesSearchedTo) return;
    const archive = findMovingArchive(text, url);
    keep(archive.finding);
    archivesSearchedTo = archive.end;
  }
}

/** What only looks random is reported where nothing better is known about the same place. */
function withoutRepetition(findings: readonly Finding[]): Finding[] {
  return findings.filter(
    (finding, index) =>
      finding.rule !== 'high-entropy-secret' ||
      !findings.some((other, at) => at !== index && other.start < finding.end && finding.start < other.end),
  );
}
