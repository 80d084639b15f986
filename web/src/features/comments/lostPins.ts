import type * as Y from 'yjs';
import { anchorAt, rangesOf } from '../../editor/commentAnchors';
import type { NewAnchor } from './queries';

interface Anchored {
  id: string;
  anchor: NewAnchor;
}

interface Lost {
  anchor: NewAnchor;
  /** So often what it was about stands in the text. */
  copies: number;
}

export interface Noticed {
  /** What a lost comment was about stands in the text again: the server finds it by its words. */
  asks: boolean;
  /** What was taken back by an undo here, which others can't follow: these anchors they can. */
  returned: { thread: string; anchor: NewAnchor }[];
}

/**
 * Follows the comments whose words were cut out. Pasted, or back by somebody's undo, the same words are other items to
 * Yjs, and only whoever undid it knows that they stand for the old ones.
 */
export class LostPins {
  #lost = new Map<string, Lost>();

  look(threads: readonly Anchored[], text: Y.Text): Noticed {
    const ranges = rangesOf(
      threads.map(({ anchor }) => anchor),
      text,
    );
    const words = ranges.includes(null) ? text.toJSON() : '';
    const noticed: Noticed = { asks: false, returned: [] };
    const lost = new Map<string, Lost>();
    threads.forEach(({ id, anchor }, index) => {
      const range = ranges[index] ?? null;
      const before = this.#lost.get(id);
      if (range === null) {
        const copies = copiesOf(anchor.quote, words);
        if (copies > 0 && copies !== before?.copies) noticed.asks = true;
        lost.set(id, { anchor, copies });
      } else if (before?.anchor.start === anchor.start && before.anchor.end === anchor.end) {
        noticed.returned.push({ thread: id, anchor: anchorAt(text, range.from, range.to) });
      }
    });
    this.#lost = lost;
    return noticed;
  }
}

const copiesOf = (quote: string, words: string) => (quote === '' ? 0 : words.split(quote).length - 1);
