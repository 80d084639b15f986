import type { Env, MarkdownIt } from 'markdown-it';
import { labelOf, noteAnchor, noteOrigin } from './footnotes';

const DEFINED = /^\[\^([^\]\s]+)\]:[ \t]*/;
const NAMED = /\[\^([^\]\s]+)\]/y;
/** What goes on with a note stands so far to the right; and what does without one is code. */
const INDENT = 4;

/** What the parser remembers of a text's notes. */
export interface Notes {
  /** By their labels, numbered in the order in which they stand. */
  notes?: Map<string, number>;
  /** What is read now is part of one. */
  inNote?: boolean;
}

const notesOf = (env: Env | undefined) => (env as Notes | undefined)?.notes;

/**
 * `[^1]` in the text, and `[^1]: …` for what is said there. A note is shown where it is written: most stand at the end
 * anyhow, and so what is rendered keeps the order of its source, line for line.
 */
export function footnotes(parser: MarkdownIt): void {
  const { escapeHtml } = parser.utils;

  parser.block.ruler.before(
    'reference',
    'footnote',
    (state, start, end, silent) => {
      const env = state.env as Notes;
      const { blkIndent, parentType } = state;
      const [from = 0, shift = 0, count = 0] = [state.bMarks[start], state.tShift[start], state.sCount[start]];
      const found = DEFINED.exec(state.src.slice(from + shift, state.eMarks[start]));
      if (found?.[1] === undefined || count - blkIndent >= INDENT) return false;
      // In a list or a quote it is text like any other; in a note it ends that one.
      if (state.level > 0 && !(silent && env.inNote === true)) return false;
      if (silent) return true;
      const label = labelOf(found[1]);
      const numbers = (env.notes ??= new Map<string, number>());
      // Of two with the same label the first counts, as with links.
      if (!numbers.has(label)) numbers.set(label, numbers.size + 1);

      const opening = state.push('footnote_open', 'div', 1);
      opening.block = true;
      opening.meta = { label };
      // Behind its mark the first line goes on as if it stood where the next ones do.
      state.bMarks[start] = from + shift + found[0].length;
      state.tShift[start] = 0;
      state.blkIndent = blkIndent + INDENT;
      state.sCount[start] = state.blkIndent;
      state.parentType = 'footnote';
      env.inNote = true;
      state.md.block.tokenize(state, start, end);
      env.inNote = false;
      state.parentType = parentType;
      state.blkIndent = blkIndent;
      [state.bMarks[start], state.tShift[start], state.sCount[start]] = [from, shift, count];
      opening.map = [start, state.line];
      state.push('footnote_close', 'div', -1).block = true;
      return true;
    },
    { alt: ['paragraph', 'reference'] },
  );

  parser.inline.ruler.before('link', 'footnote', (state, silent) => {
    NAMED.lastIndex = state.pos;
    const written = NAMED.exec(state.src)?.[1];
    if (written === undefined) return false;
    const label = labelOf(written);
    const number = notesOf(state.env)?.get(label);
    if (number === undefined) return false;
    if (!silent) state.push('footnote_ref', '', 0).meta = { label, number };
    state.pos += `[^${written}]`.length;
    return true;
  });

  parser.renderer.rules.footnote_open = (tokens, index, _options, env) => {
    const { label } = tokens[index]?.meta as { label: string };
    const number = notesOf(env)?.get(label) ?? 0;
    return `<div class="mdr-note"><a class="mdr-note-back" href="${escapeHtml(noteOrigin(label))}">${number}</a><div>\n`;
  };
  parser.renderer.rules.footnote_close = () => '</div></div>\n';
  parser.renderer.rules.footnote_ref = (tokens, index) => {
    const { label, number } = tokens[index]?.meta as { label: string; number: number };
    return `<sup><a class="mdr-note-ref" href="${escapeHtml(noteAnchor(label))}">${number}</a></sup>`;
  };
}
