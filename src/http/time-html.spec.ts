import { dayHtml, timeHtml } from './time-html';

const ISO = '2026-09-01T05:06:07Z';

describe('a time on a page', () => {
  const html = (...args: Parameters<typeof timeHtml>): string => timeHtml(...args).toHTML();

  it('is UTC unless ISO 8601 was asked for, and always has the exact value', () => {
    const utc = `<time datetime="${ISO}" title="${ISO}">1 Sept 2026, 05:06 UTC</time>`;
    expect(html(ISO, 'utc')).toBe(utc);
    expect(html(ISO, 'local')).toBe(utc);
    expect(html(ISO, 'iso')).toBe(`<time datetime="${ISO}">${ISO}</time>`);
    expect(html('2026-09-01T05:06:07+02:00', 'utc')).toContain('1 Sept 2026, 03:06 UTC');
  });

  it('may be an age, which ISO 8601 puts into the title', () => {
    expect(html(ISO, 'utc', '2 days ago')).toBe(`<time datetime="${ISO}" title="${ISO}" class="age">2 days ago</time>`);
    expect(html(ISO, 'iso', '2 days ago')).toBe(`<time datetime="${ISO}" title="2 days ago">${ISO}</time>`);
  });

  it.each([
    ['', 'Unknown'],
    ['yesterday', 'yesterday'],
    ['2026-13-01T00:00:00Z', '2026-13-01T00:00:00Z'],
    ['"><script>', '&quot;&gt;&lt;script&gt;'],
  ])('that is %j is shown as %j', (text, shown) => {
    expect(html(text, 'utc')).toBe(shown);
    expect(html(text, 'iso')).toBe(shown);
  });

  it('of a day has no zone', () => {
    expect(dayHtml('2026-09-01', 'local').toHTML()).toBe('<time datetime="2026-09-01">1 Sept 2026</time>');
    expect(dayHtml('2026-09-01', 'iso').toHTML()).toBe('<time datetime="2026-09-01">2026-09-01</time>');
  });
});
