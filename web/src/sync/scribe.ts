import * as Y from 'yjs';
import type { Change } from './draftChanges';
import type { EditorText } from './editorText';

/** A place in a text that others write in: what is typed at its ends stays outside. */
export class Place {
  readonly #doc: Y.Doc;
  readonly #text: Y.Text;
  readonly #start: Y.RelativePosition;
  readonly #end: Y.RelativePosition;
  /** Nothing: a cursor, which stays behind the character before it. */
  readonly #isEmpty: boolean;
  /** The characters that it was about, in their order. */
  readonly #ids: Y.ID[];

  constructor({ doc, text }: Pick<EditorText, 'doc' | 'text'>, from: number, to: number) {
    this.#doc = doc;
    this.#text = text;
    this.#isEmpty = from === to;
    this.#start = Y.createRelativePositionFromTypeIndex(text, from, this.#isEmpty ? -1 : 0);
    this.#end = Y.createRelativePositionFromTypeIndex(text, to, -1);
    this.#ids = this.#isEmpty ? [] : [...idsIn(text, from, to)];
  }

  /** Where it is now. */
  range(): { from: number; to: number } {
    const to = this.#indexOf(this.#end);
    const from = this.#isEmpty ? to : this.#indexOf(this.#start);
    return { from: Math.min(from, to), to };
  }

  /** What putting words there comes to, in the order of the text. What others have typed within it since stays. */
  changes(words: string): Change[] {
    const [first, ...others] = this.#remains();
    if (first === undefined) return [{ start: this.range().from, end: this.range().from, text: words }];
    return [{ ...first, text: words }, ...others.map((part) => ({ ...part, text: '' }))];
  }

  /** What of it is there still. */
  #remains(): { start: number; end: number }[] {
    const indices = indicesIn(this.#text);
    const parts: { start: number; end: number }[] = [];
    for (const id of this.#ids) {
      const { item, offset } = asItIs(this.#doc, id);
      const index = indices.get(item);
      if (index === undefined) continue;
      const start = index + offset;
      const last = parts.at(-1);
      if (last?.end === start) last.end += 1;
      else parts.push({ start, end: start + 1 });
    }
    return parts;
  }

  #indexOf(position: Y.RelativePosition): number {
    return Y.createAbsolutePositionFromRelativePosition(position, this.#doc)?.index ?? this.#text.length;
  }
}

function* idsIn(text: Y.Text, from: number, to: number): Generator<Y.ID> {
  for (const [{ id, length }, index] of indicesIn(text)) {
    if (index >= to) return;
    for (let at = Math.max(from, index); at < Math.min(to, index + length); at++)
      yield Y.createID(id.client, id.clock + at - index);
  }
}

/** Where each item that isn't deleted stands, in the order of the text. */
function indicesIn(text: Y.Text): Map<Y.Item, number> {
  const indices = new Map<Y.Item, number>();
  let index = 0;
  for (let item = text._start; item !== null; item = item.right) {
    if (item.deleted || !item.countable) continue;
    indices.set(item, index);
    index += item.length;
  }
  return indices;
}

/** Where a character is kept now: when its deletion is undone, it comes back under another id. */
function asItIs(doc: Y.Doc, id: Y.ID): { item: Y.Item; offset: number } {
  for (let next = id; ;) {
    const item = Y.getItem(doc.store, next);
    const offset = next.clock - item.id.clock;
    if (item.redone === null) return { item, offset };
    next = Y.createID(item.redone.client, item.redone.clock + offset);
  }
}

/**
 * Writes into a text as somebody of its own: all that it wrote is undone by itself, whatever people write and undo
 * meanwhile, and no undo of theirs takes it away.
 */
export class Scribe {
  readonly #shown: Pick<EditorText, 'doc' | 'text'>;
  readonly #undo: Y.UndoManager;
  #place: Place;

  constructor(shown: Pick<EditorText, 'doc' | 'text'>, place: Place) {
    this.#shown = shown;
    this.#place = place;
    // One step, however long it takes.
    this.#undo = new Y.UndoManager(shown.text, { trackedOrigins: new Set([this]), captureTimeout: Infinity });
  }

  /** Where the next piece goes. */
  get at(): number {
    return this.#place.range().to;
  }

  /** Goes on writing behind what it wrote last. */
  write(piece: string): void {
    const { at } = this;
    this.#shown.doc.transact(() => this.#shown.text.insert(at, piece), this);
    this.#place = new Place(this.#shown, at + piece.length, at + piece.length);
  }

  /** Puts it in the place of what was there. */
  replace(words: string): void {
    let { at } = this;
    this.#shown.doc.transact(() => {
      // From behind, so that each stands where it was counted.
      for (const { start, end, text } of this.#place.changes(words).reverse()) {
        this.#shown.text.delete(start, end - start);
        this.#shown.text.insert(start, text);
        at = start + text.length;
      }
    }, this);
    this.#place = new Place(this.#shown, at, at);
  }

  undo(): void {
    while (this.#undo.canUndo()) this.#undo.undo();
  }

  close(): void {
    this.#undo.destroy();
  }
}
