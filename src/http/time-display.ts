import type { Request } from 'express';

/** How the times of all pages are printed (ui.md section 0): `local` is UTC until a script knows the reader's zone. */
export const TIME_DISPLAYS = ['utc', 'local', 'iso'] as const;
export type TimeDisplay = (typeof TIME_DISPLAYS)[number];

export const TIME_DISPLAY_PATH = '/registry/time-display';
export const TIME_DISPLAY_COOKIE = 'anip_registry_time';
/** Chosen anew each year at most; browsers keep no cookie for longer than 400 days (RFC 6265bis section 5.5). */
export const TIME_DISPLAY_MAX_AGE_MS = 365 * 24 * 3600 * 1000;

const COOKIE = new RegExp(`(?:^|;)\\s*${TIME_DISPLAY_COOKIE}=([a-z]+)\\s*(?:;|$)`);
/** Printable ASCII from `/registry` on. With this beginning it stays on this origin, whatever else a browser makes of it. */
export const PAGE_TARGET = /^\/registry(?:[/?][!-~]*)?$/;
/** A list's address with a full cursor (4096), its text (200 characters, escaped) and filters. */
export const MAX_TARGET_CHARACTERS = 8192;

/** RFC 3339, with seconds or without. */
const TIMESTAMP = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)$/;

/** What the reader has chosen; anything that was not set here counts as no choice. */
export function timeDisplayOf(request: Request): TimeDisplay {
  const [, value] = COOKIE.exec(request.headers.cookie ?? '') ?? [];
  return TIME_DISPLAYS.find((display) => display === value) ?? 'utc';
}

/** Where a choice made on this page leads back to: the page itself where it can be asked for again. */
export function returnTargetOf({ method, originalUrl }: Request): string {
  const isPage = method === 'GET' || method === 'HEAD';
  const isTarget = originalUrl.length <= MAX_TARGET_CHARACTERS && PAGE_TARGET.test(originalUrl);
  return isPage && isTarget && !originalUrl.startsWith(TIME_DISPLAY_PATH) ? originalUrl : '/registry/packages';
}

/** A publisher's own times come in other forms, too, and are then shown as they are. */
export function isTimestamp(text: string): boolean {
  return TIMESTAMP.test(text) && !Number.isNaN(new Date(text).getTime());
}
