import * as Y from 'yjs';
import type { EditorText } from './editorText';

/** A place in a text that others write in: what is typed at its ends stays outside. */
export class Place {
  readonly #doc: Y.Doc;
  readonly #text: Y.Text;
  readonly #start: Y.RelativePosition;
  readonly #end: Y.RelativePosition;
  /** Nothing: a cursor, which stays behind the character before it. */
  readonly #isEmpty: boolean;

  constructor({ doc, text }: Pick<EditorText, 'doc' | 'text'>, from: number, to: number) {
    this.#doc = doc;
    this.#text = text;
    this.#isEmpty = from === to;
    this.#start = Y.createRelativePositionFromTypeIndex(text, from, this.#isEmpty ? -1 : 0);
    this.#end = Y.createRelativePositionFromTypeIndex(text, to, -1);
  }

  /** Where it is now. */
  range(): { from: number; to: number } {
    const to = this.#indexOf(this.#end);
    const from = this.#isEmpty ? to : this.#indexOf(this.#start);
    return { from: Math.min(from, to), to };
  }

  #indexOf(position: Y.RelativePosition): number {
    return Y.createAbsolutePositionFromRelativePosition(position, this.#doc)?.index ?? this.#text.length;
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

  /** Puts it in the place of what is there. */
  replace(words: string): void {
    const { from, to } = this.#place.range();
    this.#shown.doc.transact(() => {
      this.#shown.text.delete(from, to - from);
      this.#shown.text.insert(from, words);
    }, this);
    this.#place = new Place(this.#shown, from + words.length, from + words.length);
  }

  undo(): void {
    while (this.#undo.canUndo()) this.#undo.undo();
  }

  close(): void {
    this.#undo.destroy();
  }
}
