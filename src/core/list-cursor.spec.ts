import fc from 'fast-check';
import { refusalOf } from '../../test/support/refusal';
import { decodeCursor, encodeCursor, type ListPosition } from './list-cursor';

const POSITION: ListPosition = {
  downloadCount: 3,
  publishedAt: '2026-10-01T12:00:00.000Z',
  id: 'a/b',
  version: '1.0.0',
};
const cursorOf = (value: unknown): string => Buffer.from(JSON.stringify(value), 'utf8').toString('base64url');
const VALUES = [1, 'packages', 3, POSITION.publishedAt, 'a/b', '1.0.0'];
const changed = (at: number, value: unknown): string => cursorOf(VALUES.with(at, value as string));

describe('list cursors', () => {
  it('give the position back to the list that made them, in a text that needs no escaping', () => {
    const position = fc.record({
      downloadCount: fc.maxSafeNat(),
      publishedAt: fc
        .date({ min: new Date('0001-01-01T00:00:00Z'), max: new Date('9999-12-31T23:59:59.999Z'), noInvalidDate: true })
        .map((date) => date.toISOString()),
      id: fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\u0000')),
      version: fc.string().filter((text) => !text.includes('\u0000')),
    });
    fc.assert(
      fc.property(position, fc.string(), (one, list) => {
        const cursor = encodeCursor(list, one);
        expect(decodeCursor(cursor, list)).toEqual(one);
        expect(encodeURIComponent(cursor)).toBe(cursor);
        expect(refusalOf(() => decodeCursor(cursor, `${list}x`))?.code).toBe('CURSOR_INVALID');
      }),
    );
  });

  it('are refused for another sort order or filter, and say so', () => {
    const error = refusalOf(() => decodeCursor(encodeCursor('packages', POSITION), 'templates'));
    expect(error).toMatchObject({ code: 'CURSOR_INVALID' });
    expect(error?.message).toContain('other sort order or filters');
  });

  it.each([
    ['no cursor', ''],
    ['any text', 'hello'],
    ['no array', cursorOf({ length: 6 })],
    ['too few values', cursorOf(VALUES.slice(0, 5))],
    ['a later format', changed(0, 2)],
    ['a format that is a text', changed(0, '1')],
    ['a count that is a text', changed(2, '3')],
    ['half a download', changed(2, 0.5)],
    ['more downloads than a double counts', changed(2, 2 ** 53)],
    ['a time without milliseconds', changed(3, '2026-10-01T12:00:00Z')],
    ['a time with an offset', changed(3, '2026-10-01T12:00:00.000+02:00')],
    ['a day that is none', changed(3, '2026-02-30T12:00:00.000Z')],
    ['a month that is none', changed(3, '2026-13-01T12:00:00.000Z')],
    ['hour 24', changed(3, '2026-10-01T24:00:00.000Z')],
    ['year 0', changed(3, '0000-01-01T00:00:00.000Z')],
    ['infinity', changed(3, 'infinity')],
    ['a list of times', changed(3, [POSITION.publishedAt])],
    ['SQL', changed(3, `${POSITION.publishedAt}'; --`)],
    ['a NUL in the id', changed(4, 'a\u0000')],
    ['a NUL in the version', changed(5, '\u0000')],
    ['an id that is null', changed(4, null)],
    ['a version that is a number', changed(5, 1)],
  ])('are refused: %s', (_, cursor) => {
    expect(refusalOf(() => decodeCursor(cursor, 'packages'))).toMatchObject({ code: 'CURSOR_INVALID' });
  });

  it('of any text are a position or a refusal', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary' }), fc.json().map(cursorOf), fc.array(fc.jsonValue()).map(cursorOf)),
        (text) => {
          expect(refusalOf(() => decodeCursor(text, 'packages'))?.code).toBe('CURSOR_INVALID');
        },
      ),
    );
  });
});
