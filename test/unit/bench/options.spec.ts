import { parseOptions, selection } from '../../../bench/options';

describe('parseOptions', () => {
  it('reads the flags', () => {
    const argv = ['--rounds', '7', '--only', 'lock', '--only', 'keys', '--minutes', '0.5', '--profile', 'out'];
    expect(parseOptions(argv)).toMatchObject({ rounds: 7, only: ['lock', 'keys'], minutes: 0.5, profile: 'out' });
  });

  it.each([
    [['--rounds', '0'], '--rounds is "0"; allowed: a whole number from 1'],
    [['--seconds', '1.5'], '--seconds is "1.5"'],
    [['--minutes', '0'], '--minutes is "0"; allowed: a number from 0.5'],
    [['--fast'], "Unknown option '--fast'"],
  ])('refuses %j', (argv, message) => {
    expect(() => parseOptions(argv)).toThrow(message);
  });
});

describe('selection', () => {
  it('is everything without a filter, and what contains one of them with some', () => {
    expect(selection([])('lock')).toBe(true);
    const isSelected = selection(['inspect 36', 'start']);
    expect(['inspect 36 KB, gzip', 'inspect 237 KB', 'start', 'lock'].map(isSelected)).toEqual([
      true,
      false,
      true,
      false,
    ]);
  });
});
