import type { BlockContext, Element, InlineContext, Line, MarkdownConfig } from '@lezer/markdown';

const DOLLAR = 0x24;
const BACKSLASH = 0x5c;

/**
 * `$…$` in a line and `$$ … $$` as a block, by the rules of `markdown/mathRule.ts`: what stands in a formula is no
 * Markdown. A block with an empty line in it is left as source.
 */
export const mathSyntax: MarkdownConfig = {
  defineNodes: ['InlineMath', { name: 'MathBlock', block: true }],
  parseInline: [{ name: 'InlineMath', after: 'Escape', parse: inline }],
  parseBlock: [{ name: 'MathBlock', before: 'FencedCode', parse: block, endLeaf: (_cx, line) => opens(line) }],
};

function inline(cx: InlineContext, next: number, pos: number): number {
  if (next !== DOLLAR || !/[^\s$]/.test(cx.slice(pos + 1, pos + 2))) return -1;
  for (let at = pos + 1; at < cx.end; at++) {
    const char = cx.char(at);
    if (char === BACKSLASH) at += 1;
    else if (char === DOLLAR) {
      // "$5 and $6" stays money.
      if (/\s/.test(cx.slice(at - 1, at)) || /\d/.test(cx.slice(at + 1, at + 2))) return -1;
      return cx.addElement(cx.elt('InlineMath', pos, at + 1));
    }
  }
  return -1;
}

const opens = (line: Line) => line.text.startsWith('$$', line.pos) && line.indent < line.baseIndent + 4;
const closes = (text: string) => text.trimEnd().endsWith('$$');

/** Of the containers that are open, the line is in all: the parser's own blocks ask the same, but its types hide it. */
const isWithin = (cx: BlockContext, line: Line) => (line as Line & { depth: number }).depth >= cx.depth;

function block(cx: BlockContext, line: Line): boolean {
  if (!opens(line)) return false;
  const isNested = cx.parentType().name !== 'Document';
  const from = cx.lineStart + line.pos;
  const text = [line.text.slice(line.pos)];
  // Of the quotes around it, whose marks are no part of the formula.
  const marks: Element[] = [];
  let to = cx.lineStart + line.text.length;
  let closed = closes(line.text.slice(line.pos + 2));
  while (cx.nextLine() && !closed && isWithin(cx, line)) {
    const inner = line.text.slice(line.basePos);
    if (inner.trim() === '') break;
    marks.push(...line.markers);
    text.push(inner);
    to = cx.lineStart + line.text.length;
    closed = closes(inner);
  }
  if (closed) cx.addElement(cx.elt('MathBlock', from, to, marks));
  else cx.addElement(cx.elt('Paragraph', from, to, isNested ? marks : cx.parser.parseInline(text.join('\n'), from)));
  return true;
}
