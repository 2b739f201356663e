import Handlebars from 'handlebars';
import sanitizeHtml from 'sanitize-html';
import type { SanitisedHtml } from '../markdown';
import { EXAMPLE_ORIGIN, GUIDES, readDocument, REFERENCES, type Guide } from './guides';
import { guideMarkdown } from './guide-markdown';

const DOCS_PATH = '/registry/docs';
/** Pages that are made of code instead of a document. */
const OTHER_PAGES: Readonly<Record<string, string>> = { 'contract-diff.md': `${DOCS_PATH}/contract-diff` };

const RULES: sanitizeHtml.IOptions = {
  allowedTags: [
    ...['h2', 'h3', 'h4', 'p', 'ul', 'ol', 'li', 'blockquote', 'pre', 'hr', 'br', 'a', 'strong', 'em', 'code'],
    ...['div', 'table', 'thead', 'tbody', 'tr', 'th', 'td'],
  ],
  allowedAttributes: {
    '*': ['id'],
    a: ['href'],
    th: ['scope'],
    ol: ['start'],
    div: ['class', 'role', 'aria-label', 'tabindex'],
  },
  transformTags: {
    a: (tagName, { href = '' }): sanitizeHtml.Tag => {
      const target = pageFor(href);
      return { tagName, attribs: target === undefined ? {} : { href: target } };
    },
  },
};

/** Only there: an address in a sentence is an example. */
const COMMANDS = /<pre>[^]*?<\/pre>/g;

/** The page prints the title itself: its heading is opened, said and closed. */
const TITLE_TOKENS = 3;

interface GuidePage {
  readonly title: string;
  readonly description: string;
  readonly headings: readonly { readonly text: string; readonly href: string }[];
  readonly html: string;
}

/** The documents as pages: each is rendered once, when it is first asked for. All of them take 120 ms. */
export class GuidePages {
  private readonly pages = new Map<string, GuidePage>();

  /** Undefined when there is no such page. Every command in it names the Registry at `origin`. */
  find(slug: string, origin: string): object | undefined {
    const page = this.pages.get(slug) ?? this.read(slug);
    if (page === undefined) return undefined;
    const content: SanitisedHtml = new Handlebars.SafeString(
      page.html.replace(COMMANDS, (block) => block.replaceAll(EXAMPLE_ORIGIN, Handlebars.escapeExpression(origin))),
    );
    return { ...page, content, hasHeadings: page.headings.length > 2 };
  }

  private read(slug: string): GuidePage | undefined {
    const guide = [...GUIDES, ...REFERENCES].find((known) => known.slug === slug);
    if (guide === undefined) return undefined;
    const page = readGuide(guide);
    this.pages.set(slug, page);
    return page;
  }
}

function readGuide(guide: Guide): GuidePage {
  const markdown = guideMarkdown();
  const { title, text } = readDocument(guide);
  const body = markdown.parse(text, {}).slice(TITLE_TOKENS);
  const headings = body.flatMap((token, index) => {
    const isHeading = token.type === 'heading_open' && token.tag === 'h2';
    return isHeading
      ? [{ text: body[index + 1]?.content.replaceAll('`', '') ?? '', href: `#${token.attrGet('id') ?? ''}` }]
      : [];
  });
  const html = sanitizeHtml(markdown.renderer.render(body, markdown.options, {}), RULES);
  return { title, description: guide.description, headings, html };
}

/** Where a link between documents leads on the pages; undefined for what only a checkout has. */
function pageFor(href: string): string | undefined {
  if (/^(?:https?:\/\/|#|\/registry\/)/.test(href)) return href;
  const [path = '', fragment] = href.split('#');
  const name = path.replace(/^(?:\.{1,2}\/)+/, '');
  const guide = [...GUIDES, ...REFERENCES].find(({ file }) => file === name || file === `pages/${name}`);
  const target = guide === undefined ? OTHER_PAGES[name] : `${DOCS_PATH}/${guide.slug}`;
  return target === undefined || fragment === undefined ? target : `${target}#${fragment}`;
}
