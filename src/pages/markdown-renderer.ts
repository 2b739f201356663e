import Handlebars from 'handlebars';
import MarkdownIt from 'markdown-it';
import sanitizeHtml from 'sanitize-html';
import { safeHref } from './views/hrefs';
import { visible } from './views/shown-text';

/** HTML that the sanitiser has made: the only text that a view prints as it is. */
export type SanitisedHtml = Handlebars.SafeString;

/** Opens a container in which a wide table scrolls by keyboard too, instead of the page. */
const TABLE_OPEN = '<div class="scroll" role="group" aria-label="Table" tabindex="0"><table>';

/** CommonMark and tables. Raw HTML is text; an image is its alternative text, since pages load nothing from elsewhere. */
const markdown = new MarkdownIt({ html: false, linkify: false, typographer: false });
markdown.renderer.rules.image = (tokens, index) => {
  const description = tokens[index]?.content ?? '';
  return `<em>${markdown.utils.escapeHtml(description === '' ? '(image)' : `(image: ${description})`)}</em>`;
};
markdown.renderer.rules.table_open = () => TABLE_OPEN;
markdown.renderer.rules.table_close = () => '</table></div>';
markdown.renderer.rules.th_open = () => '<th scope="col">';

const RULES: sanitizeHtml.IOptions = {
  allowedTags: [
    ...['h2', 'h3', 'h4', 'h5', 'h6', 'p', 'ul', 'ol', 'li', 'blockquote', 'pre', 'hr', 'br'],
    ...['a', 'strong', 'em', 's', 'code', 'div', 'table', 'thead', 'tbody', 'tr', 'th', 'td'],
  ],
  allowedAttributes: {
    a: ['href', 'rel'],
    th: ['scope'],
    ol: ['start'],
    div: ['class', 'role', 'aria-label', 'tabindex'],
  },
  allowedClasses: { div: ['scroll'] },
  allowedSchemes: ['http', 'https'],
  allowedSchemesAppliedToAttributes: ['href'],
  allowProtocolRelative: false,
  nestingLimit: 60,
  transformTags: {
    a: (tagName, { href }): sanitizeHtml.Tag => {
      const safe = safeHref(href ?? '');
      // A relative address would lead to something else here than where the text was written: it stays plain text.
      return { tagName, attribs: safe === undefined ? {} : { href: safe, rel: 'noopener noreferrer nofollow ugc' } };
    },
  },
};

/**
 * A publisher's Markdown as HTML that is safe to show below a heading of level `headingLevel`. Its own headings begin
 * one level below, and none is left out, so that the page's outline stays whole.
 */
export function renderMarkdown(text: string, headingLevel: number): SanitisedHtml {
  const tokens = markdown.parse(visible(text), {});
  const open: number[] = [];
  for (const token of tokens) {
    if (token.type === 'heading_open') {
      const level = Number(token.tag.slice(1));
      while ((open.at(-1) ?? 0) >= level) open.pop();
      open.push(level);
    }
    if (token.type === 'heading_open' || token.type === 'heading_close') {
      token.tag = `h${Math.min(headingLevel + open.length, 6)}`;
    }
  }
  const html = markdown.renderer.render(tokens, markdown.options, {});
  return new Handlebars.SafeString(sanitizeHtml(html, RULES));
}
