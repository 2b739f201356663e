import { countText, counted, sizeText } from './format';

describe('figures on pages', () => {
  it.each([
    [0, '0'],
    [999, '999'],
    [1000, '1,000'],
    [1_234_567, '1,234,567'],
    [-5, '-5'],
    [0.5, '0.5'],
  ])('a count of %d is %s', (count, text) => {
    expect(countText(count)).toBe(text);
    // The short way for small counts is no other way of printing.
    expect(countText(count)).toBe(new Intl.NumberFormat('en').format(count));
  });

  it('have units', () => {
    expect([counted(1, 'version'), counted(2, 'version'), counted(0, 'capability', 'capabilities')]).toEqual([
      '1 version',
      '2 versions',
      '0 capabilities',
    ]);
    expect([1023, 1024, 3 * 1024 * 1024].map(sizeText)).toEqual(['1023 B', '1.0 KiB', '3.0 MiB']);
  });
});
