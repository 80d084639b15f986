import type { MarkdownIt } from 'markdown-it';

export const CALLOUTS = ['note', 'tip', 'important', 'warning', 'caution'] as const;
export type Callout = (typeof CALLOUTS)[number];

const MARK = /^\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\][ \t]*(?:\n|$)/;

/** GitHub's alerts: a quotation whose first line is `[!NOTE]`. */
export function callouts(parser: MarkdownIt): void {
  parser.core.ruler.after('block', 'callouts', (state) => {
    state.tokens.forEach((token, index) => {
      const text = state.tokens[index + 2];
      if (token.type !== 'blockquote_open' || text?.type !== 'inline') return;
      const kind = MARK.exec(text.content);
      if (kind?.[1] === undefined) return;
      token.attrSet('class', `mdr-callout-${kind[1].toLowerCase()}`);
      text.content = text.content.slice(kind[0].length);
    });
  });
}
