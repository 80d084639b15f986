import * as Y from 'yjs';
import { placeOf, placesOf } from './places';

/** One place that others changed. */
export interface NewsPart {
  /** In the text as it is now, in UTF-16 units. */
  from: number;
  to: number;
  /** Characters that are gone from there. */
  removed: number;
}

interface Piece {
  from: Y.RelativePosition;
  to: Y.RelativePosition;
  removed: number;
}

/** More places than anybody reads; what comes after them is only known to be there. */
const MOST = 1_000;

/** What others have changed since the person last looked; what was typed here is no news. */
export class News {
  readonly #text: Y.Text;
  #pieces: Piece[] = [];

  constructor(text: Y.Text) {
    this.#text = text;
    text.observe(this.#note);
  }

  /** The person has seen it all. */
  clear(): void {
    this.#pieces = [];
  }

  stop(): void {
    this.#text.unobserve(this.#note);
  }

  /** In the order of the text; what touches is one part. */
  parts(): NewsPart[] {
    const found = placesOf(
      this.#pieces.flatMap(({ from, to }) => [from, to]),
      this.#text,
    );
    const placeAt = (index: number) => found[index] ?? this.#text.length;
    const places = this.#pieces
      .map(({ removed }, index) => ({ from: placeAt(2 * index), to: placeAt(2 * index + 1), removed }))
      .sort((a, b) => a.from - b.from);
    const parts: NewsPart[] = [];
    for (const { from, to, removed } of places) {
      const last = parts.at(-1);
      if (last !== undefined && from <= last.to) {
        last.to = Math.max(last.to, to);
        last.removed += removed;
      } else {
        parts.push({ from, to: Math.max(from, to), removed });
      }
    }
    // What others wrote and took away again is nothing.
    return parts.filter(({ from, to, removed }) => to > from || removed > 0);
  }

  readonly #note = (event: Y.YTextEvent) => {
    if (event.transaction.local) return;
    let at = 0;
    for (const { retain = 0, insert, delete: removed = 0 } of event.delta) {
      at += retain;
      const length = typeof insert === 'string' ? insert.length : 0;
      if (length > 0 || removed > 0) this.#add(at, at + length, removed);
      at += length;
    }
  };

  #add(from: number, to: number, removed: number): void {
    const last = this.#pieces.at(-1);
    // Somebody goes on typing.
    if (last !== undefined && removed === 0 && (placeOf(last.to, this.#text) ?? this.#text.length) === from) {
      last.to = this.#position(to, -1);
      return;
    }
    if (this.#pieces.length < MOST)
      this.#pieces.push({ from: this.#position(from, 0), to: this.#position(to, -1), removed });
  }

  #position(place: number, side: 0 | -1): Y.RelativePosition {
    return Y.createRelativePositionFromTypeIndex(this.#text, place, side);
  }
}
