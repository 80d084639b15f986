import { BlockRenderer } from '../../markdown/blockRenderer';
import { sanitize } from '../../markdown/sanitize';
import { aligned } from './aligned';
import { markWords } from './markWords';

/** Their words become colours, formulas or pictures: such a block is shown as it was and as it is. */
const NOT_BY_WORDS = 'pre, .mdr-math-block, .mdr-front-matter';
/** Where much was replaced by much, not everything is held against everything. */
const MOST_TRIED = 8;

export interface DiffMarks {
  added: () => HTMLElement;
  removed: () => HTMLElement;
}

/**
 * A text as the preview shows it, with what is new in it since another one, and with what went where it stood. Nothing in it
 * is enriched yet.
 */
export function diffBlocks(before: string, after: string, marks: DiffMarks): HTMLElement[] {
  const renderer = new BlockRenderer();
  const [old, now] = [renderer.render(before), renderer.render(after)];
  const steps = aligned(
    old.map(({ key }) => key),
    now.map(({ key }) => key),
  );
  const shown: HTMLElement[] = [];
  let gone: string[] = [];
  let come: string[] = [];
  const show = () => {
    shown.push(...replaced(gone, come, marks));
    [gone, come] = [[], []];
  };
  for (const step of steps)
    switch (step.kind) {
      case 'removed':
        gone.push(old[step.before]?.html ?? '');
        break;
      case 'added':
        come.push(now[step.after]?.html ?? '');
        break;
      case 'same':
        show();
        shown.push(blockOf(sanitize(now[step.after]?.html ?? '')));
    }
  show();
  return shown;
}

/** Those that took the place of others: some were only written anew. */
function replaced(gone: readonly string[], come: readonly string[], marks: DiffMarks): HTMLElement[] {
  const shown: HTMLElement[] = [];
  let [goneFrom, comeFrom] = [0, 0];
  const whole = (goneTo: number, comeTo: number) => {
    for (const html of gone.slice(goneFrom, goneTo)) shown.push(wholly(html, marks.removed()));
    for (const html of come.slice(comeFrom, comeTo)) shown.push(wholly(html, marks.added()));
    [goneFrom, comeFrom] = [goneTo, comeTo];
  };
  for (const [at, html] of come.entries()) {
    const rest = gone.slice(goneFrom);
    const found = writtenAnew(rest, html, marks);
    if (found === null) continue;
    whole(goneFrom + found.at, at);
    shown.push(found.block);
    goneFrom += 1;
    comeFrom += 1;
  }
  whole(gone.length, come.length);
  return shown;
}

/** The block with its words marked, where it is one of those that went, and which. */
function writtenAnew(
  gone: readonly string[],
  html: string,
  marks: DiffMarks,
): { block: HTMLElement; at: number } | null {
  for (const [at, before] of gone.slice(0, MOST_TRIED).entries()) {
    const [old, now] = [sanitize(before), sanitize(html)];
    const sameKind = old.firstElementChild?.tagName === now.firstElementChild?.tagName;
    if (!sameKind || old.querySelector(NOT_BY_WORDS) !== null || now.querySelector(NOT_BY_WORDS) !== null) continue;
    if (markWords(now, old, marks)) return { block: blockOf(now), at };
  }
  return null;
}

function wholly(html: string, mark: HTMLElement): HTMLElement {
  mark.append(sanitize(html));
  return blockOf(mark);
}

function blockOf(content: Node): HTMLElement {
  const block = document.createElement('div');
  block.className = 'mdr-block';
  block.append(content);
  return block;
}
