import type { MarkdownIt } from 'markdown-it';
import { mentionHere } from './mentions';

/** `@[name](id)` names somebody and leads nowhere. Without this rule it is an `@` before a link. */
export function mentions(parser: MarkdownIt): void {
  parser.inline.ruler.before('link', 'mention', (state, silent) => {
    const found = mentionHere(state.src, state.pos);
    if (found === null) return false;
    if (!silent) state.push('mention', 'span', 0).content = found.name;
    state.pos += found.length;
    return true;
  });
  parser.renderer.rules.mention = (tokens, index) =>
    `<span class="mention">@${parser.utils.escapeHtml(tokens[index]?.content ?? '')}</span>`;
}
