import Handlebars from 'handlebars';
import MarkdownIt from 'markdown-it';
import sanitizeHtml from 'sanitize-html';
import type { SanitisedHtml } from '../markdown';

const markdown = new MarkdownIt({ html: false, linkify: false, typographer: false });

/** A sentence of the API description: code and emphasis, and nothing else. */
export function inlineMarkdown(text: string): SanitisedHtml {
  const html = sanitizeHtml(markdown.renderInline(text), {
    allowedTags: ['code', 'em', 'strong'],
    allowedAttributes: {},
  });
  return new Handlebars.SafeString(html);
}
