import type { Env, MarkdownIt } from 'markdown-it';
import { anchoredOutline, type AnchoredHeading } from './outline';

/** As Typora, GitLab and others write it. */
const MARK = /^(?:\[toc\]|\[\[_?toc_?\]\])$/i;

/** The token that is made of it: what it shows depends on all of the text. */
export const CONTENTS = 'contents';

/** Where such a mark is, the parser remembers all of the text: a part of it doesn't know the headings of the others. */
interface WholeText {
  text?: string;
}

const textOf = (env: Env | undefined) => (env as WholeText | undefined)?.text ?? '';

/** `[toc]` by itself becomes the headings of the text, each a link. */
export function contents(parser: MarkdownIt): void {
  const { escapeHtml } = parser.utils;

  parser.block.ruler.before('reference', CONTENTS, (state, start, end, silent) => {
    const line = state.src.slice(state.bMarks[start], state.eMarks[start]).trim();
    const isAlone = start + 1 >= end || state.isEmpty(start + 1);
    if (state.level > 0 || !isAlone || !MARK.test(line)) return false;
    if (silent) return true;
    (state.env as WholeText).text = state.src;
    const token = state.push(CONTENTS, 'div', 0);
    token.block = true;
    token.map = [start, start + 1];
    state.line = start + 1;
    return true;
  });

  /** Those below a heading stand in a list of its own. */
  const listOf = (headings: readonly AnchoredHeading[]): string => {
    const groups: { top: AnchoredHeading; below: AnchoredHeading[] }[] = [];
    for (const heading of headings) {
      const last = groups.at(-1);
      if (last !== undefined && heading.level > last.top.level) last.below.push(heading);
      else groups.push({ top: heading, below: [] });
    }
    const items = groups.map(({ top: { text, anchor }, below }) => {
      const link = `<a href="#${encodeURIComponent(anchor)}">${escapeHtml(text)}</a>`;
      return `<li>${link}${listOf(below)}</li>`;
    });
    return items.length === 0 ? '' : `<ul>${items.join('')}</ul>`;
  };
  parser.renderer.rules[CONTENTS] = (_tokens, _index, _options, env) =>
    `<div class="mdr-contents">${listOf(anchoredOutline(textOf(env)))}</div>\n`;
}
