import './previewMarks.css';
import { shownAt, writtenAt } from '../../markdown/quotes';
import { lastUpTo, type Rendered } from '../../markdown/scrollToLine';

export interface MarkedThread {
  id: string;
  /** In the source, in UTF-16 units. */
  from: number;
  to: number;
}

/** Marks what open threads are about in a rendered text, in the place of the marks that were there before. */
export function markThreads(
  rendered: Rendered,
  source: string,
  threads: readonly MarkedThread[],
  active: string | null,
): void {
  for (const mark of rendered.root.querySelectorAll('mark.mdr-read-mark')) {
    const { parentNode } = mark;
    mark.replaceWith(...mark.childNodes);
    parentNode?.normalize();
  }
  const starts = lineStarts(source);
  for (const { id, from, to } of threads) {
    const part = partAround(rendered, source, starts, from, to);
    // What isn't built yet is marked when it is.
    if (part === null || part.blocks.some((block) => block.firstChild === null)) continue;
    const range = shownAt(part.blocks, source.slice(part.from, part.to), from - part.from, to - part.from);
    if (range !== null) surround(range, id, id === active);
  }
}

/** What is selected of a rendered text, in its source; null where that is nothing of it. */
export function selectedIn(rendered: Rendered, source: string, selected: Range): { from: number; to: number } | null {
  const { blocks } = rendered;
  const chosen = blocks.filter((block) => selected.intersectsNode(block));
  const [first] = chosen;
  const last = chosen.at(-1);
  if (first === undefined || last === undefined || selected.collapsed) return null;
  const starts = lineStarts(source);
  const startOf = (index: number) => starts[rendered.lines[index] ?? Infinity] ?? source.length;
  const from = startOf(blocks.indexOf(first));
  const to = startOf(blocks.indexOf(last) + 1);
  const found = writtenAt(chosen, source.slice(from, to), selected);
  return found === null ? null : { from: from + found.from, to: from + found.to };
}

/** The blocks that a stretch of the source is in, and where theirs begins and ends. */
function partAround(
  rendered: Rendered,
  source: string,
  starts: readonly number[],
  from: number,
  to: number,
): { blocks: Element[]; from: number; to: number } | null {
  const { lines } = rendered;
  const blockOf = (offset: number) => {
    const line = lastUpTo(offset, starts.length, (index) => starts[index] ?? 0);
    return lastUpTo(line, lines.length, (index) => lines[index] ?? 0);
  };
  const [first, last] = [blockOf(from), blockOf(Math.max(from, to - 1))];
  const blocks = rendered.blocks.slice(first, last + 1);
  if (first < 0 || blocks.length === 0) return null;
  const startOf = (index: number) => starts[lines[index] ?? Infinity] ?? source.length;
  return { blocks, from: startOf(first), to: startOf(last + 1) };
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

/** A mark in each piece of text, for none may lie across elements. */
function surround(range: Range, thread: string, isActive: boolean): void {
  for (const text of textsIn(range)) {
    const mark = document.createElement('mark');
    mark.className = `mdr-read-mark${isActive ? ' mdr-read-mark-active' : ''}`;
    mark.dataset.thread = thread;
    mark.tabIndex = 0;
    mark.setAttribute('role', 'button');
    text.replaceWith(mark);
    mark.append(text);
  }
}

function textsIn(range: Range): Text[] {
  const { startContainer, startOffset, endContainer, endOffset, commonAncestorContainer: root } = range;
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const texts: Text[] = [];
  for (let node: Node | null = root instanceof Text ? root : walker.nextNode(); node !== null; node = walker.nextNode())
    if (node instanceof Text && range.intersectsNode(node)) texts.push(node);
  return texts.flatMap((text) => {
    const end = text === endContainer ? endOffset : text.length;
    const start = text === startContainer ? startOffset : 0;
    if (start >= end || text.data.slice(start, end).trim() === '') return [];
    if (end < text.length) text.splitText(end);
    return [start > 0 ? text.splitText(start) : text];
  });
}
