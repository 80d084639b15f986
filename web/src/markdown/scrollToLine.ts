/** A rendered text: an element for each block, and the line (from 0) that each begins with. */
export interface Rendered {
  /** The blocks stand in its children, some in each. */
  root: HTMLElement;
  blocks: readonly HTMLElement[];
  lines: Int32Array;
}

/** Scrolls it so that the block of a line, or the part of it, stands at the top as in the editor. */
export function scrollToLine(scroller: HTMLElement, { root, blocks, lines }: Rendered, line: number): void {
  const at = lastUpTo(line, lines.length, (index) => lines[index] ?? 0);
  const block = blocks[at];
  if (block === undefined) {
    scroller.scrollTop = 0;
    return;
  }
  const next = blocks[at + 1];
  const first = lines[at] ?? 0;
  const inBlock = next === undefined ? 0 : (lines[at + 1] ?? first) - first;
  const top = topIn(root, block);
  const height = next === undefined ? 0 : topIn(root, next) - top;
  const part = inBlock === 0 ? 0 : (line - first) / inBlock;
  scroller.scrollTop = top + part * height;
}

/** The line (from 0, with a fraction) that stands at the top when it is scrolled. */
export function lineAtTop(scroller: HTMLElement, { root, blocks, lines }: Rendered): number {
  const top = scroller.scrollTop;
  // First among the sections: to know where a block is in one that is out of sight, the browser would lay it out.
  const section = lastAbove(root, root.children, top);
  const within = section === null ? null : lastAbove(root, section.children, top);
  const at = within === null ? -1 : blocks.indexOf(within);
  const block = blocks[at];
  if (block === undefined) return 0;
  const next = blocks[at + 1];
  const first = lines[at] ?? 0;
  const begins = topIn(root, block);
  const height = next === undefined ? block.offsetHeight : topIn(root, next) - begins;
  const inBlock = next === undefined ? 0 : (lines[at + 1] ?? first) - first;
  return first + (height === 0 ? 0 : ((top - begins) / height) * inBlock);
}

function lastAbove(root: HTMLElement, elements: HTMLCollection, top: number): HTMLElement | null {
  const topOf = (index: number) => {
    const element = elements.item(index);
    return element instanceof HTMLElement ? topIn(root, element) : 0;
  };
  const found = elements.item(Math.max(0, lastUpTo(top, elements.length, topOf)));
  return found instanceof HTMLElement ? found : null;
}

/** From the beginning of the rendered text, however far it is scrolled. */
const topIn = (root: HTMLElement, element: HTMLElement) =>
  element.getBoundingClientRect().top - root.getBoundingClientRect().top;

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
