import { wireTimestamp } from './timestamp';

describe('wireTimestamp', () => {
  it.each([
    ['2026-10-01T12:00:00.000Z', '2026-10-01T12:00:00Z'],
    ['2026-12-31T23:59:59.999Z', '2026-12-31T23:59:59Z'],
    ['2026-10-01T01:30:00.500+02:00', '2026-09-30T23:30:00Z'],
    ['0001-01-01T00:00:00.001Z', '0001-01-01T00:00:00Z'],
  ])('of %s is %s: in UTC, truncated', (time, expected) => {
    expect(wireTimestamp(new Date(time))).toBe(expected);
  });

  it('refuses a time that is none', () => {
    expect(() => wireTimestamp(new Date(Number.NaN))).toThrow(RangeError);
  });
});
