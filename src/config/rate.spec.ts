import { Problem } from './config-report';
import { parseRate } from './rate';

describe('parseRate', () => {
  it.each([
    ['600/1m', { limit: 600, windowMs: 60_000 }],
    ['1/1s', { limit: 1, windowMs: 1_000 }],
    [' 30 / 90 ', { limit: 30, windowMs: 90_000 }],
    ['1000000/60M', { limit: 1_000_000, windowMs: 3_600_000 }],
    ['5/1500ms', { limit: 5, windowMs: 1_500 }],
    ['off', 'off'],
    ['OFF', 'off'],
  ])('takes %s', (text, rate) => {
    expect(parseRate(text)).toEqual(rate);
  });

  it.each([
    ['0/1m', 'is "0/1m"'],
    ['1000001/1m', 'is "1000001/1m"'],
    ['9999999/1m', 'is "9999999/1m"'],
    ['-1/1m', 'is "-1/1m"'],
    ['1e3/1m', 'is "1e3/1m"'],
    ['120', 'is "120", whose window is ""'],
    ['120/', 'is "120/", whose window is ""'],
    ['120/m', 'is "120/m", whose window is "m"'],
    ['120/1h', 'is "120/1h", whose window is "1h"'],
    ['120/999ms', 'is "120/999ms", whose window is "999ms", which is too short'],
    ['120/61m', 'is "120/61m", whose window is "61m", which is too long'],
    ['120/1m/2', 'is "120/1m/2"'],
    ['none', 'is "none"'],
  ])('refuses %s', (text, problem) => {
    expect(parseRate(text)).toEqual(new Problem(problem));
  });
});
