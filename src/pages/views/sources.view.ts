import { listOf, member, textOf, type JsonObject } from '../../core/json/json-value';
import { renderMarkdown, type SanitisedHtml } from '../markdown';
import { safeHref } from './hrefs';
import { shownText } from './shown-text';

export interface LinkView {
  readonly text: string;
  /** Undefined for what must not be a link. */
  readonly href: string | undefined;
  readonly address: string;
}

/** README, links and materials as the record shows them (packages.md section 6). */
export function sourcesView(display: JsonObject): {
  readonly readme: SanitisedHtml | undefined;
  readonly links: readonly LinkView[];
  readonly materials: readonly object[];
} {
  const readme = textOf(member(display, 'readme'));
  return {
    readme: readme === '' ? undefined : renderMarkdown(readme, 2),
    links: listOf(member(display, 'source_links')).map((link) => {
      const address = shownText(link, 'url');
      return { text: shownText(link, 'title') || address, href: safeHref(textOf(member(link, 'url'))), address };
    }),
    materials: listOf(member(display, 'implementation_materials')).map((material) => {
      const ref = shownText(material, 'ref');
      return {
        title: shownText(material, 'title') || 'Implementation material',
        ref,
        digest: /#(sha256:[0-9a-f]{64})$/i.exec(ref)?.[1] ?? '',
        treeDigest: shownText(material, 'bundle_tree_sha256'),
      };
    }),
  };
}
