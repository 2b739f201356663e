import { renderMarkdown } from './markdown-renderer';

function html(text: string, level = 2): string {
  return renderMarkdown(text, level).toHTML();
}

describe('renderMarkdown', () => {
  it('renders CommonMark and tables', () => {
    expect(html('**a** `b`\n\n- c')).toBe('<p><strong>a</strong> <code>b</code></p>\n<ul>\n<li>c</li>\n</ul>\n');
    const table = html('| a | b |\n| - | :-: |\n| 1 | 2 |');
    expect(table).toContain('<div class="scroll" role="group" aria-label="Table" tabindex="0"><table>');
    expect(table).toContain('<th scope="col">a</th>');
    expect(table).toContain('<td>2</td>');
    expect(table).not.toContain('style');
  });

  it.each([
    ['<script>alert(1)</script>', '<script'],
    ['<img src=x onerror=alert(1)>', '<img'],
    ['a <b onclick="x()">b</b>', '<b'],
    ['<svg/onload=alert(1)>', '<svg'],
    ['<!-- <script> -->', '<!--'],
    ['```html\n</code></pre><script>alert(1)</script>\n```', '<script'],
  ])('shows raw HTML as text: %s', (text, tag) => {
    expect(html(text)).not.toContain(tag);
    expect(html(text)).toContain('&lt;');
  });

  it.each([
    'javascript:alert(1)',
    'JAVASCRIPT:alert(1)',
    'java&#x09;script:alert(1)',
    'data:text/html,x',
    'data:image/png;base64,AAAA',
    'vbscript:x',
    'file:///etc/passwd',
    'ftp://example.org/',
    'mailto:a@example.org',
    '//evil.example/x',
    '/registry/packages',
    'docs/readme.md',
    '#part',
    'https:',
  ])('makes no link of %s', (address) => {
    expect(html(`[text](<${address}>)`)).not.toContain('href');
    expect(html(`[text][1]\n\n[1]: <${address}>`)).not.toContain('href');
    expect(html(`<${address}>`)).not.toContain('href');
  });

  it.each([
    ['http://example.org', 'http://example.org/'],
    ['https://example.org/a?b=c&d="', 'https://example.org/a?b=c&amp;d=%22'],
    ['HTTPS://EXAMPLE.org/', 'https://example.org/'],
  ])('links to %s, and vouches for nothing', (address, href) => {
    expect(html(`[text](<${address}>)`)).toBe(
      `<p><a href="${href}" rel="noopener noreferrer nofollow ugc">text</a></p>\n`,
    );
  });

  it('shows the description of an image instead of loading it', () => {
    expect(html('![a "plan" <b>](https://example.org/plan.png)')).toBe('<p><em>(image: a "plan" &lt;b&gt;)</em></p>\n');
    expect(html('![](https://example.org/plan.png)')).toBe('<p><em>(image)</em></p>\n');
  });

  it('keeps the outline of the page whole, wherever the headings of the text begin', () => {
    const levels = (text: string, level: number): string[] =>
      [...html(text, level).matchAll(/<h(\d)>/g)].map(([, found = '']) => found);
    expect(levels('# a\n\n## b\n\n# c', 2)).toEqual(['3', '4', '3']);
    expect(levels('### a\n\n# b\n\n#### c\n\n## d', 2)).toEqual(['3', '3', '4', '4']);
    expect(levels('# a\n\n## b\n\n### c\n\n#### d\n\n##### e', 3)).toEqual(['4', '5', '6', '6', '6']);
    expect(html('a\n=\n')).toBe('<h3>a</h3>\n');
  });

  it('makes marks visible that would turn the text around', () => {
    expect(html('a \u202eb\u2066')).toBe('<p>a \\u202eb\\u2066</p>\n');
  });

  it.each([
    ['deep quotes', '>'.repeat(20_000)],
    ['open brackets', '['.repeat(50_000)],
    ['emphasis', '*a '.repeat(20_000)],
    ['backticks', '`'.repeat(30_000)],
    ['nested lists', Array.from({ length: 300 }, (_, depth) => `${' '.repeat(depth * 2)}- x`).join('\n')],
    ['a huge table', `|a|b|\n|-|-|\n${'|1|2|\n'.repeat(8000)}`],
  ])('is done with %s at the size limit in reasonable time', (_, text) => {
    const start = process.hrtime.bigint();
    html(text);
    expect(Number(process.hrtime.bigint() - start) / 1e9).toBeLessThan(5);
  });
});
