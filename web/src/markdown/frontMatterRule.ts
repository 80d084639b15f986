import type { MarkdownIt } from 'markdown-it';

const FENCE = /^---[ \t]*$/;

/** YAML between two `---` at the very top is said about the text and isn't part of it: shown as it is. */
export function frontMatter(parser: MarkdownIt): void {
  parser.block.ruler.before('table', 'front_matter', (state, start, end, silent) => {
    if (start !== 0 || state.level !== 0 || !FENCE.test(state.src.slice(0, state.eMarks[0]))) return false;
    const lines = state.src.split('\n', end);
    const close = lines.findIndex((line, index) => index > 0 && FENCE.test(line));
    if (close < 2) return false;
    if (silent) return true;
    const token = state.push('front_matter', 'pre', 0);
    token.block = true;
    token.map = [0, close + 1];
    token.content = lines.slice(1, close).join('\n');
    state.line = close + 1;
    return true;
  });
  parser.renderer.rules.front_matter = (tokens, index) =>
    `<pre class="mdr-front-matter"><code>${parser.utils.escapeHtml(tokens[index]?.content ?? '')}</code></pre>\n`;
}
