/** Scrolls a preview so that the block of a line, or the part of it, stands at the top as in the editor. */
export function scrollToLine(scroller: HTMLElement, preview: HTMLElement, line: number): void {
  const blocks = [...preview.children].filter((block): block is HTMLElement => block instanceof HTMLElement);
  const at = blocks.findLastIndex((block) => lineOf(block) <= line);
  const block = blocks[at];
  if (block === undefined) {
    scroller.scrollTop = 0;
    return;
  }
  const next = blocks[at + 1];
  const lines = next === undefined ? 0 : lineOf(next) - lineOf(block);
  const height = (next?.offsetTop ?? block.offsetTop) - block.offsetTop;
  const part = lines === 0 ? 0 : (line - lineOf(block)) / lines;
  scroller.scrollTop = block.offsetTop - preview.offsetTop + part * height;
}

const lineOf = (block: HTMLElement) => Number(block.dataset.line);

/** The line (from 0, with a fraction) that stands at the top of a scrolled preview. */
export function lineAtTop(scroller: HTMLElement, preview: HTMLElement): number {
  const blocks = [...preview.children].filter((block): block is HTMLElement => block instanceof HTMLElement);
  const top = scroller.scrollTop + preview.offsetTop;
  const at = blocks.findLastIndex((block) => block.offsetTop <= top);
  const block = blocks[at];
  if (block === undefined) return 0;
  const next = blocks[at + 1];
  const height = (next?.offsetTop ?? block.offsetTop + block.offsetHeight) - block.offsetTop;
  const lines = next === undefined ? 0 : lineOf(next) - lineOf(block);
  return lineOf(block) + (height === 0 ? 0 : ((top - block.offsetTop) / height) * lines);
}
