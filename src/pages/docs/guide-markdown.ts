import MarkdownIt from 'markdown-it';

export type Markdown = InstanceType<typeof MarkdownIt>;
type Tokens = ReturnType<Markdown['parse']>;
type Token = Tokens[number];

/** `PACKAGE_NOT_FOUND` is `package-not-found`, as in the type of a problem. */
export function anchorOf(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}

/** Documents of this project as HTML: headings and coded table rows have anchors, tables scroll by keyboard. */
export function guideMarkdown(): Markdown {
  const markdown = new MarkdownIt({ html: false, linkify: false, typographer: false });
  markdown.core.ruler.push('anchors', ({ tokens }) => {
    const used = new Set<string>();
    let tables = 0;
    for (const [index, token] of tokens.entries()) {
      if (token.type === 'table_open') token.info = String((tables += 1));
      if (token.type === 'heading_open') token.attrSet('id', unused(used, textOf(tokens[index + 1])));
      const code = token.type === 'tr_open' ? codeOfRow(tokens, index) : undefined;
      if (code !== undefined) token.attrSet('id', unused(used, code));
      // Alignment would come as a style attribute, which the pages' policy does not allow.
      if (token.type === 'th_open' || token.type === 'td_open') token.attrs = null;
      if (token.type === 'th_open') token.attrSet('scope', 'col');
    }
  });
  markdown.renderer.rules.table_open = (tokens, index) =>
    `<div class="scroll" role="group" aria-label="Table ${tokens[index]?.info ?? ''}" tabindex="0"><table>`;
  markdown.renderer.rules.table_close = () => '</table></div>';
  return markdown;
}

/** The first one of a name gets the name itself; the others a number after it. */
function unused(used: Set<string>, text: string): string {
  const anchor = anchorOf(text);
  let candidate = anchor;
  for (let number = 2; used.has(candidate); number += 1) candidate = `${anchor}-${number}`;
  used.add(candidate);
  return candidate;
}

/** A row whose first cell is one word of code can be linked to. */
function codeOfRow(tokens: Tokens, rowIndex: number): string | undefined {
  const [cell, content] = tokens.slice(rowIndex + 1, rowIndex + 3);
  const [code, ...rest] = content?.children ?? [];
  return cell?.type === 'td_open' && code?.type === 'code_inline' && rest.length === 0 ? code.content : undefined;
}

function textOf(inline: Token | undefined): string {
  return (inline?.children ?? []).map(({ content }) => content).join('');
}
