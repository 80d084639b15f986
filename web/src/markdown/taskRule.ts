import type { MarkdownIt, Token } from 'markdown-it';

const BOX = /^\[([ xX])\](?=\s)/;

/** `- [ ] to do`: the box says in which line of its block it stands, so that it can be ticked where it is read. */
export function tasks(parser: MarkdownIt): void {
  parser.core.ruler.after('inline', 'tasks', (state) => {
    let depth = 0;
    let blockLine = 0;
    state.tokens.forEach((token, index) => {
      if (depth === 0) blockLine = token.map?.[0] ?? blockLine;
      depth += token.nesting;
      const item = state.tokens[index - 2];
      const box = token.type === 'inline' && item?.type === 'list_item_open' ? BOX.exec(token.content) : null;
      const [text] = token.children ?? [];
      if (box === null || item === undefined || text?.type !== 'text') return;
      item.attrSet('class', 'mdr-task-item');
      text.content = text.content.slice(box[0].length);
      const mark: Token = new state.Token('task', 'span', 0);
      mark.attrSet('class', box[1] === ' ' ? 'mdr-task' : 'mdr-task-done');
      mark.attrSet('data-line', String((token.map?.[0] ?? blockLine) - blockLine));
      token.children?.unshift(mark);
    });
  });
  parser.renderer.rules.task = (tokens, index, options, _env, self) =>
    `${self.renderToken(tokens, index, options)}</span>`;
}
