import { RegistryError } from './errors';

/** Where a page ended: the sort values of its last item. */
export interface ListPosition {
  readonly downloadCount: number;
  /** ISO 8601 with milliseconds. */
  readonly publishedAt: string;
  readonly id: string;
  readonly version: string;
}

/** Raised when the meaning of the values changes, so that an old cursor is refused and not misread. */
const CURSOR_FORMAT = 1;
/** The store knows no year 0. */
const ISO_TIME = /^(?!0000)\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

/** An opaque text for `next_cursor`, bound to `list` (which list, its sort order and filters). */
export function encodeCursor(list: string, { downloadCount, publishedAt, id, version }: ListPosition): string {
  const values = [CURSOR_FORMAT, list, downloadCount, publishedAt, id, version];
  return Buffer.from(JSON.stringify(values), 'utf8').toString('base64url');
}

/** @throws RegistryError CURSOR_INVALID for anything but a cursor of this very list */
export function decodeCursor(cursor: string, list: string): ListPosition {
  const [format, ofList, downloadCount, publishedAt, id, version] = parse(cursor);
  if (format !== CURSOR_FORMAT) throw invalid('it was not made by this Registry');
  if (ofList !== list) throw invalid('it belongs to a list with other sort order or filters');
  const isWhole =
    Number.isSafeInteger(downloadCount) &&
    typeof publishedAt === 'string' &&
    isTime(publishedAt) &&
    typeof id === 'string' &&
    typeof version === 'string' &&
    !`${id}${version}`.includes('\u0000');
  if (!isWhole) throw invalid('it was not made by this Registry');
  return { downloadCount: downloadCount as number, publishedAt, id, version };
}

/** A made-up day such as 30 February is read as a day of March, but not by the store. */
function isTime(text: string): boolean {
  const time = new Date(text);
  return ISO_TIME.test(text) && !Number.isNaN(time.getTime()) && time.toISOString() === text;
}

function parse(cursor: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    return Array.isArray(value) ? (value as unknown[]) : [];
  } catch {
    return [];
  }
}

function invalid(reason: string): RegistryError {
  return new RegistryError('CURSOR_INVALID', `the cursor cannot be used: ${reason}`, {
    allowed: 'the next_cursor of the page before, with the same parameters',
  });
}
