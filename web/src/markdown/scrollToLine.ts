/** A rendered text: an element for each block, and the line (from 0) that each begins with. */
export interface Rendered {
  root: HTMLElement;
  lines: Int32Array;
}

/** Scrolls it so that the block of a line, or the part of it, stands at the top as in the editor. */
export function scrollToLine(scroller: HTMLElement, { root, lines }: Rendered, line: number): void {
  const at = lastUpTo(line, lines.length, (index) => lines[index] ?? 0);
  const block = blockAt(root, at);
  if (block === null) {
    scroller.scrollTop = 0;
    return;
  }
  const next = blockAt(root, at + 1);
  const first = lines[at] ?? 0;
  const inBlock = next === null ? 0 : (lines[at + 1] ?? first) - first;
  const height = (next?.offsetTop ?? block.offsetTop) - block.offsetTop;
  const part = inBlock === 0 ? 0 : (line - first) / inBlock;
  scroller.scrollTop = block.offsetTop - root.offsetTop + part * height;
}

/** The line (from 0, with a fraction) that stands at the top when it is scrolled. */
export function lineAtTop(scroller: HTMLElement, { root, lines }: Rendered): number {
  const top = scroller.scrollTop + root.offsetTop;
  const at = lastUpTo(top, lines.length, (index) => blockAt(root, index)?.offsetTop ?? 0);
  const block = blockAt(root, at);
  if (block === null) return 0;
  const next = blockAt(root, at + 1);
  const first = lines[at] ?? 0;
  const height = (next?.offsetTop ?? block.offsetTop + block.offsetHeight) - block.offsetTop;
  const inBlock = next === null ? 0 : (lines[at + 1] ?? first) - first;
  return first + (height === 0 ? 0 : ((top - block.offsetTop) / height) * inBlock);
}

function blockAt(root: HTMLElement, index: number): HTMLElement | null {
  const block = index < 0 ? null : root.children.item(index);
  return block instanceof HTMLElement ? block : null;
}

/** The last of `count` rising values that isn't above the limit; −1 where all are. */
export function lastUpTo(limit: number, count: number, valueOf: (index: number) => number): number {
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (valueOf(middle) <= limit) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
