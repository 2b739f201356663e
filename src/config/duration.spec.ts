import { Problem } from './config-report';
import { parseDuration } from './duration';

describe('parseDuration', () => {
  const parse = parseDuration(100, 3_600_000);

  it.each([
    ['1500ms', 1_500],
    ['25s', 25_000],
    ['25', 25_000],
    ['2m', 120_000],
    ['60M', 3_600_000],
    ['100MS', 100],
  ])('reads %s', (text, durationMs) => {
    expect(parse(text)).toBe(durationMs);
  });

  it.each(['', 's', '-1s', '1.5s', '1 s', '25sec', '1h', '1e3', '٣s', '9999999999ms'])('refuses %j', (text) => {
    expect(parse(text)).toEqual(new Problem(`is ${JSON.stringify(text)}`));
  });

  it('says which bound is crossed', () => {
    expect(parse('99ms')).toEqual(new Problem('is "99ms", which is too short'));
    expect(parse('61m')).toEqual(new Problem('is "61m", which is too long'));
    expect(parseDuration(0, 1)('0')).toBe(0);
  });
});
