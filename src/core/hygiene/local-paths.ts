import type { Finding, ScannedText } from './finding';

const HOME = /\/(home|Users)\/([A-Za-z0-9_][A-Za-z0-9._-]*)(\/[A-Za-z0-9._%-]+)?/y;
const TEMPORARY = /\/var\/folders\/[A-Za-z0-9_+]{2}\/[A-Za-z0-9_+]{10,}/y;
const DRIVE_HOME = /([A-Za-z]:[\\/]{1,2}(?:Users|Documents and Settings)[\\/]{1,2})[A-Za-z0-9._%-]/iy;
const DRIVE = /([A-Z]:\\{1,2})[A-Za-z0-9._-][A-Za-z0-9 ._-]{1,64}\\{1,2}[A-Za-z0-9._-]{2}/y;
const SHARE = /(\\\\(?:\\\\)?)[A-Za-z0-9][A-Za-z0-9._-]{1,62}\\{1,2}[A-Za-z0-9$_-]{2}/y;
const FILE_URL = /file:\/\/(?:\/?[A-Za-z0-9._%~-]|\/\/)/iy;
/** Before a path that is part of a longer one, or of a host name, there is one of these. */
const INSIDE_PATH = /[A-Za-z0-9._~%@)}\]$*/-]/;
const WSL_MOUNT = /\/mnt\/[a-z]$/;
const PRIVATE_MOUNT = /(?:^|[^A-Za-z0-9_-])\/private$/;
const HTTP_METHOD = /\b(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)[ `]{1,2}$/;
/** What follows `/Users/` in SCIM (RFC 7644) and the like: the id of a record. */
const RECORD_ID = /^(?:\d+|[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{24,})$/i;
/** Sites have a page `/home/...` too. */
const SITE_PAGE =
  /^(?:index(?:\.\w+)?|dashboard|feed|timeline|overview|settings|about|news|search|login|profile|pages?|main|landing|banner|hero|sections?|tiles?|widgets?|[a-z]{2}(?:-[a-z]{2})?)$/i;
/** Two backslashes that begin a table rule of LaTeX, or an escaped escape: `\\hline`, `\\u00e9\\u00e8`, `\\x00`, `\\012`. */
const ESCAPE =
  /^\\{2,4}(?:hline|cline|midrule|toprule|bottomrule|noalign|par\b|u[0-9a-f]{4}|x[0-9a-f]{2}|[0-7]{2,3}\\)/i;
const CONTEXT_LENGTH = 24;

/** `/home/ada`, `/Users/ada` and `/var/folders/...`, at the slash. */
export function findUnixPath({ text, isRoute }: ScannedText, at: number): Finding | undefined {
  const before = text.slice(Math.max(0, at - CONTEXT_LENGTH), at);
  const isMounted = WSL_MOUNT.test(before) || PRIVATE_MOUNT.test(before);
  if (INSIDE_PATH.test(before.slice(-1)) && !isMounted) return undefined;
  const temporary = matchAt(TEMPORARY, text, at);
  if (temporary !== null) return finding(temporary, at, '/var/folders/…');
  const home = matchAt(HOME, text, at);
  if (home === null || isRoute || HTTP_METHOD.test(before)) return undefined;
  const [, root = '', name = '', rest] = home;
  if (root === 'Users' && RECORD_ID.test(name)) return undefined;
  if (root === 'home' && rest === undefined && SITE_PAGE.test(name)) return undefined;
  return finding(home, at, `/${root}/…`);
}

/** `C:\Users\ada`, `D:\work\src`, at the colon. */
export function findDrivePath({ text }: ScannedText, colon: number): Finding | undefined {
  const at = colon - 1;
  if (at < 0 || /[A-Za-z0-9_]/.test(text.charAt(at - 1))) return undefined;
  const match = matchAt(DRIVE_HOME, text, at) ?? matchAt(DRIVE, text, at);
  return match === null ? undefined : finding(match, at, `${match[1] ?? ''}…`);
}

/** `\\server\share`, at the first backslash. */
export function findNetworkShare({ text }: ScannedText, at: number): Finding | undefined {
  if (/[\\A-Za-z0-9:)\]}]/.test(text.charAt(at - 1))) return undefined;
  const match = matchAt(SHARE, text, at);
  return match === null || ESCAPE.test(match[0]) ? undefined : finding(match, at, `${match[1] ?? ''}…`);
}

/** `file:///...`, at its scheme. */
export function findFileUrl({ text }: ScannedText, at: number): Finding | undefined {
  const match = matchAt(FILE_URL, text, at);
  return match === null ? undefined : finding(match, at, 'file://…');
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

function finding(match: RegExpExecArray, start: number, excerpt: string): Finding {
  return { rule: 'local-path', start, end: start + match[0].length, excerpt };
}
