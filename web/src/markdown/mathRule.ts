import type { MarkdownIt } from 'markdown-it';

const DOLLAR = 0x24;
const BACKSLASH = 0x5c;

/** `$…$` in a line and `$$ … $$` as a block. Only marked up here; KaTeX comes when the first formula is in sight. */
export function math(parser: MarkdownIt): void {
  const { escapeHtml } = parser.utils;
  parser.inline.ruler.after('escape', 'math', (state, silent) => {
    const { src, pos, posMax } = state;
    if (src.charCodeAt(pos) !== DOLLAR || /[\s$]/.test(src[pos + 1] ?? ' ')) return false;
    const end = closing(src, pos + 1, posMax);
    if (end === null) return false;
    if (!silent) state.push('math_inline', 'span', 0).content = src.slice(pos + 1, end);
    state.pos = end + 1;
    return true;
  });

  parser.block.ruler.after(
    'fence',
    'math',
    (state, start, end, silent) => {
      if ((state.sCount[start] ?? 0) - state.blkIndent >= 4) return false;
      const first = line(state, start).trim();
      if (!first.startsWith('$$')) return false;
      const content: string[] = [];
      let at = start;
      let rest = first.slice(2);
      for (;;) {
        const closes = rest.trimEnd().endsWith('$$');
        content.push(closes ? rest.trimEnd().slice(0, -2) : rest);
        if (closes) break;
        at += 1;
        // A block that is never closed is text: otherwise one "$$" would swallow the document.
        if (at >= end || (state.sCount[at] ?? 0) < state.blkIndent) return false;
        rest = line(state, at);
      }
      if (silent) return true;
      state.line = at + 1;
      const token = state.push('math_block', 'div', 0);
      token.block = true;
      token.map = [start, state.line];
      token.content = content.join('\n').trim();
      return true;
    },
    { alt: ['paragraph', 'reference', 'blockquote', 'list'] },
  );

  parser.renderer.rules.math_inline = (tokens, index) =>
    `<span class="mdr-math">${escapeHtml(tokens[index]?.content ?? '')}</span>`;
  parser.renderer.rules.math_block = (tokens, index) =>
    `<div class="mdr-math-block">${escapeHtml(tokens[index]?.content ?? '')}</div>\n`;
}

/** As Pandoc has it: no blank before the closing sign and no digit after it, so that "$5 and $6" stays money. */
function closing(src: string, from: number, max: number): number | null {
  for (let at = from; at < max; at++) {
    const char = src.charCodeAt(at);
    if (char === BACKSLASH) at += 1;
    else if (char === DOLLAR) return /\s/.test(src[at - 1] ?? '') || /\d/.test(src[at + 1] ?? '') ? null : at;
  }
  return null;
}

interface Lines {
  src: string;
  bMarks: number[];
  tShift: number[];
  eMarks: number[];
}

function line({ src, bMarks, tShift, eMarks }: Lines, at: number): string {
  return src.slice((bMarks[at] ?? 0) + (tShift[at] ?? 0), eMarks[at]);
}
