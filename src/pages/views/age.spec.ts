import { ageText } from './age';

describe('ages', () => {
  const now = new Date('2026-10-01T12:00:00Z');

  it.each([
    ['2026-10-01T12:00:05Z', 'just now'],
    ['2026-10-01T11:59:01Z', 'just now'],
    ['2026-10-01T11:59:00Z', '1 minute ago'],
    ['2026-10-01T10:00:01Z', '1 hour ago'],
    ['2026-09-29T11:00:00Z', '2 days ago'],
    ['2026-09-20T12:00:00Z', '1 week ago'],
    ['2026-07-01T12:00:00Z', '3 months ago'],
    ['2020-10-01T12:00:00Z', '6 years ago'],
  ])('%s is %s', (iso, text) => {
    expect(ageText(iso, now)).toBe(text);
  });
});
