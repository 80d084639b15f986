import { Awareness } from 'y-protocols/awareness';
import * as Y from 'yjs';
import type { DeviceKey } from './deviceCopies';
import { DeviceCopy, type CopyEvents } from './deviceCopy';
import { News } from './news';
import { Unsaved } from './unsaved';

/** The root text's name, fixed by the public contract. */
export const ROOT_TEXT = 'content';

/** This browser's replica of a document in one epoch. Another epoch is another replica: their texts must not merge. */
export class Replica {
  readonly doc = new Y.Doc();
  readonly text: Y.Text;
  readonly undo: Y.UndoManager;
  readonly awareness: Awareness;
  readonly epoch: number;
  readonly canEdit: boolean;
  readonly sharesCursor = true;
  readonly device: DeviceCopy | null;
  unsaved = new Unsaved();
  readonly news: News;
  /** This device had a text of it already: what comes now is news against that. */
  wasHere = false;

  /** @param copy null keeps no copy on this device. */
  constructor(key: DeviceKey, canEdit: boolean, copy: CopyEvents | null) {
    this.epoch = key.epoch;
    this.canEdit = canEdit;
    this.text = this.doc.getText(ROOT_TEXT);
    // The editor adds itself as the tracked origin: only what was typed here can be undone here.
    this.undo = new Y.UndoManager(this.text, { trackedOrigins: new Set() });
    this.awareness = new Awareness(this.doc);
    this.news = new News(this.text);
    this.device = copy === null ? null : new DeviceCopy(key, this.doc, copy);
  }

  async load(): Promise<void> {
    if (this.device !== null) this.unsaved = new Unsaved(await this.device.load());
    this.wasHere = this.text.length > 0;
    this.news.clear();
  }

  close(): void {
    this.news.stop();
    this.device?.close();
    this.undo.destroy();
    this.doc.destroy();
  }
}
