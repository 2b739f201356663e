import fc from 'fast-check';
import { parser } from 'sax';
import { MAX_README_BYTES } from '../../../src/core/package-rules/check-package';
import { renderMarkdown } from '../../../src/pages/markdown';
import { textCorpus } from '../corpus';
import { mutatedText, pumpedText } from '../mutate-text';
import { demand, pureTarget } from '../target';

const DICTIONARY = [
  ...[
    '*',
    '_',
    '**',
    '`',
    '```\n',
    '~~',
    '![',
    '[',
    '](',
    ')',
    '<',
    '>',
    '&',
    '&#',
    '| ',
    '|---|\n',
    '> ',
    '- ',
    '1. ',
  ],
  ...[
    '<script>',
    '</p>',
    '<!--',
    '-->',
    '<![CDATA[',
    '<?',
    'javascript:',
    'onerror=',
    '" onload="',
    '&Tab;',
    '\n\n',
    '\\',
  ],
  ...['[a]: ', '[^1]', ':', '===\n', '# ', '    ', '\t', 'http://', 'data:text/html,'],
];
const ALLOWED_TAGS = new Set(
  ['root', 'h2', 'h3', 'h4', 'h5', 'h6', 'p', 'ul', 'ol', 'li', 'blockquote', 'pre', 'hr', 'br'].concat([
    'a',
    'strong',
    'em',
    's',
    'code',
    'div',
    'table',
    'thead',
    'tbody',
    'tr',
    'th',
    'td',
  ]),
);
const ALLOWED_ATTRIBUTES = new Set(['href', 'rel', 'scope', 'start', 'class', 'role', 'aria-label', 'tabindex']);

const text = fc.oneof(
  { arbitrary: mutatedText(textCorpus('markdown'), DICTIONARY), weight: 60 },
  // The longest README that is published; what the parser does twice as often as it is long would take minutes.
  { arbitrary: pumpedText(DICTIONARY, MAX_README_BYTES), weight: 1 },
);

export const markdownTarget = pureTarget({
  name: 'markdown',
  promise: 'the HTML is well formed, has allowed tags and attributes and web links only, and takes bounded time',
  share: 60_000,
  batch: 500,
  cases: fc.tuple(text, fc.integer({ min: 1, max: 4 })),
  check: ([markdown, headingLevel]) => demandHarmless(renderMarkdown(markdown, headingLevel).toString()),
});

/**
 * Read as XML: what is well formed there reads the same to every HTML parser, however lax. The parser (sax) has
 * nothing in common with the one of the sanitiser.
 */
function demandHarmless(html: string): void {
  const strict = parser(true);
  let openTags = 0;
  strict.onerror = (error) => {
    throw new Error(`the HTML is not well formed: ${error.message}`);
  };
  strict.onopentag = ({ name, attributes }) => {
    openTags += 1;
    demand(ALLOWED_TAGS.has(name), 'a tag that is not allowed', name);
    for (const [attribute, value] of Object.entries(attributes)) {
      demand(ALLOWED_ATTRIBUTES.has(attribute), 'an attribute that is not allowed', [name, attribute, value]);
      if (attribute === 'href') demand(/^https?:\/\/[^\s<>]+$/.test(value), 'a link that is no web address', value);
    }
  };
  strict.oncdata = () => demand(false, 'a CDATA section');
  strict.write(`<root>${html}</root>`).close();
  demand(openTags > 0, 'nothing was read');
}
