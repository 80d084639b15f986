import type { RenderedBlock } from './blockRenderer';
import type { RenderAnswer } from './previewProtocol';

/** Gives each block a number that stays the same while its source does, so that the page keeps its element. */
export class BlockIds {
  #known = new Map<string, number[]>();
  #next = 1;

  assign(blocks: RenderedBlock[]): RenderAnswer {
    const before = this.#known;
    const now = new Map<string, number[]>();
    const answer: RenderAnswer = { blocks: [], fresh: [] };
    for (const { key, line, html } of blocks) {
      let id = before.get(key)?.shift();
      if (id === undefined) {
        id = this.#next++;
        answer.fresh.push({ id, html });
      }
      const same = now.get(key);
      if (same === undefined) now.set(key, [id]);
      else same.push(id);
      answer.blocks.push({ id, line });
    }
    this.#known = now;
    return answer;
  }
}
