import type { RenderedBlock } from './blockRenderer';
import type { RenderAnswer } from './previewProtocol';

/** Gives each block a number that stays the same while what is seen of it does, so that the page keeps its element. */
export class BlockIds {
  #known = new Map<string, number[]>();
  #order: number[] = [];
  #next = 1;

  assign(blocks: RenderedBlock[]): RenderAnswer {
    const before = this.#known;
    const now = new Map<string, number[]>();
    const order: number[] = [];
    const fresh: RenderAnswer['fresh'] = [];
    for (const { html } of blocks) {
      let id = before.get(html)?.shift();
      if (id === undefined) {
        id = this.#next++;
        fresh.push({ id, html });
      }
      const same = now.get(html);
      if (same === undefined) now.set(html, [id]);
      else same.push(id);
      order.push(id);
    }
    const answer = { ...difference(this.#order, order), fresh, lines: Int32Array.from(blocks, ({ line }) => line) };
    this.#known = now;
    this.#order = order;
    return answer;
  }
}

/** What of the one has to be replaced to make the other: an edit touches few blocks of many. */
function difference(before: number[], after: number[]): Pick<RenderAnswer, 'from' | 'removed' | 'ids'> {
  const shorter = Math.min(before.length, after.length);
  let from = 0;
  while (from < shorter && before[from] === after[from]) from += 1;
  let end = 0;
  while (end < shorter - from && before[before.length - 1 - end] === after[after.length - 1 - end]) end += 1;
  return { from, removed: before.length - end - from, ids: after.slice(from, after.length - end) };
}
