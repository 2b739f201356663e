import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Handlebars from 'handlebars';
import sanitizeHtml from 'sanitize-html';
import { PROJECT_ROOT } from '../../project-root';
import type { SanitisedHtml } from '../markdown';
import { EXAMPLE_ORIGIN, GUIDES, REFERENCES, type Guide } from './guides';
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

interface GuidePage {
  readonly title: string;
  readonly description: string;
  readonly headings: readonly { readonly text: string; readonly href: string }[];
  readonly html: string;
}

/** The documents as pages: read and rendered once, at start, so that a missing one stops the start. */
export class GuidePages {
  private readonly pages = new Map<string, GuidePage>();

  constructor() {
    for (const guide of [...GUIDES, ...REFERENCES]) this.pages.set(guide.slug, readGuide(guide));
  }

  titleOf(slug: string): string {
    return this.pages.get(slug)?.title ?? slug;
  }

  /** Undefined when there is no such page. Every command in it names the Registry at `origin`. */
  find(slug: string, origin: string): object | undefined {
    const page = this.pages.get(slug);
    if (page === undefined) return undefined;
    const content: SanitisedHtml = new Handlebars.SafeString(
      page.html.replace(COMMANDS, (block) => block.replaceAll(EXAMPLE_ORIGIN, Handlebars.escapeExpression(origin))),
    );
    return { ...page, content, hasHeadings: page.headings.length > 2 };
  }
}

function readGuide({ file, description }: Guide): GuidePage {
  const markdown = guideMarkdown();
  const tokens = markdown.parse(readFileSync(join(PROJECT_ROOT, 'docs', file), 'utf8'), {});
  const [heading, title, , ...body] = tokens;
  if (heading?.tag !== 'h1' || title === undefined) throw new Error(`docs/${file} does not begin with its title`);
  const headings = body.flatMap((token, index) => {
    const isHeading = token.type === 'heading_open' && token.tag === 'h2';
    return isHeading
      ? [{ text: body[index + 1]?.content.replaceAll('`', '') ?? '', href: `#${token.attrGet('id') ?? ''}` }]
      : [];
  });
  const html = sanitizeHtml(markdown.renderer.render(body, markdown.options, {}), RULES);
  return { title: title.content.replaceAll('`', ''), description, headings, html };
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
