import type { Awareness } from 'y-protocols/awareness';
import * as Y from 'yjs';
import type { EditorText } from './editorText';
import type { DeviceKey } from './deviceCopies';
import { DeviceCopy } from './deviceCopy';
import { changesOf, partsOf, type Change, type DraftPart } from './draftChanges';
import { ROOT_TEXT, type Replica } from './replica';
import type { DeviceStorage } from './saveState';

/** What a draft changes. A new object whenever that differs. */
export interface DraftView {
  parts: DraftPart[];
  changes: Change[];
  storage: DeviceStorage;
}

export const NO_DRAFT: DraftView = { parts: [], changes: [], storage: 'working' };

/**
 * A fork of a document, for changes that are to be suggested: what the others write comes in, what is typed here stays
 * here, on this device, until it is sent as a suggestion.
 */
export class Draft implements EditorText {
  // What is deleted here still has to be shown, struck through.
  readonly doc = new Y.Doc({ gc: false });
  readonly text: Y.Text;
  readonly undo: Y.UndoManager;
  readonly awareness: Awareness;
  readonly canEdit = true;
  readonly sharesCursor = false;
  readonly document: Replica;
  readonly #device: DeviceCopy;
  readonly #listeners = new Set<() => void>();
  #view = NO_DRAFT;
  readonly #onForgotten: () => void;
  #waiting = false;
  /** Counts what was typed here, and in other tabs. */
  revision = 0;

  /** @param onForgotten another tab has sent it, or thrown it away. */
  constructor(key: DeviceKey, document: Replica, onForgotten: () => void) {
    this.document = document;
    this.#onForgotten = onForgotten;
    this.awareness = document.awareness;
    this.text = this.doc.getText(ROOT_TEXT);
    this.undo = new Y.UndoManager(this.text, { trackedOrigins: new Set() });
    this.#device = new DeviceCopy({ ...key, isDraft: true }, this.doc, {
      storage: () => this.#refresh(),
      forgotten: () => this.#onForgotten(),
    });
  }

  /** Takes in what this device kept, and follows the document from then on. */
  async load(): Promise<void> {
    await this.#device.load();
    Y.applyUpdate(this.doc, Y.encodeStateAsUpdate(this.document.doc), this);
    this.document.doc.on('update', this.#follow);
    this.doc.on('update', (_update: Uint8Array, origin: unknown, _doc: Y.Doc, { local }: Y.Transaction) => {
      if (local || origin === this.#device) this.revision += 1;
      if (local) this.#device.tellTabs();
      this.#refresh();
    });
    this.#look();
  }

  readonly subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly view = () => this.#view;

  /** What it changes in the document's text as that is at this moment. */
  changes(): Change[] {
    return changesOf(partsOf(this.text, this.document.doc));
  }

  close(): void {
    this.#end();
    this.#device.close();
  }

  /** The device forgets it: it was sent, or isn't wanted. */
  async forget(): Promise<void> {
    this.#end();
    await this.#device.forget();
  }

  readonly #follow = (update: Uint8Array) => Y.applyUpdate(this.doc, update, this);

  #end(): void {
    this.document.doc.off('update', this.#follow);
    this.undo.destroy();
  }

  #refresh(): void {
    if (this.#waiting) return;
    this.#waiting = true;
    // A microtask later the editor has taken in the text that the parts speak of.
    queueMicrotask(() => {
      this.#waiting = false;
      this.#look();
    });
  }

  #look(): void {
    const parts = partsOf(this.text, this.document.doc);
    this.#view = { parts, changes: changesOf(parts), storage: this.#device.storage };
    for (const listener of this.#listeners) listener();
  }
}
