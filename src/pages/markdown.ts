import type { SanitisedHtml } from './markdown-renderer';

export type { SanitisedHtml };

/**
 * A publisher's Markdown as HTML that is safe to show below a heading of level `headingLevel`. The renderer comes with
 * the first text: its libraries take 60 ms of a start, and most processes are never asked for a page.
 */
export function renderMarkdown(text: string, headingLevel: number): SanitisedHtml {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- not at the start
  const renderer = require('./markdown-renderer') as typeof import('./markdown-renderer');
  return renderer.renderMarkdown(text, headingLevel);
}
