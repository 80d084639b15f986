import { IndexeddbPersistence } from 'y-indexeddb';
import type { Doc } from 'yjs';
import { databaseName, UNSAVED, type DeviceKey } from './deviceCopies';
import type { DeviceStorage } from './saveState';

const PATIENCE_FOR_OPENING = 3_000;
/** So long it may say that something is unsaved which is saved already; the other way round never. */
const REMEMBER_EVERY = 500;

/**
 * The browser's own copy of a document, so that a closed tab, a reload or a dead server loses nothing that was typed.
 * It also remembers how many changes the server hasn't acknowledged. Where the browser refuses storage, everything
 * works without it and `storage` says so.
 */
export class DeviceCopy {
  storage: DeviceStorage = 'working';
  readonly #persistence: IndexeddbPersistence | null;
  #remembering = false;
  #toRemember: number | null = null;
  #remembered: number | null = null;
  readonly #onFailure: () => void;

  constructor(key: DeviceKey, doc: Doc, onFailure: () => void) {
    this.#onFailure = onFailure;
    this.#persistence = typeof indexedDB === 'undefined' ? null : new IndexeddbPersistence(databaseName(key), doc);
    if (this.#persistence === null) this.storage = 'failed';
  }

  /** Reads the copy into the document; the answer is the number of changes that were unsaved when it was last open. */
  async load(): Promise<number> {
    if (this.#persistence === null) return 0;
    try {
      await withinPatience(this.#persistence);
      const unsaved: unknown = await this.#persistence.get(UNSAVED);
      return typeof unsaved === 'number' ? unsaved : 0;
    } catch {
      this.#fail();
      return 0;
    }
  }

  /** Keeps one write under way; what comes meanwhile is written once. That there is anything at all is written at once. */
  rememberUnsaved(changes: number): void {
    if (this.#persistence === null || this.storage === 'failed') return;
    this.#toRemember = changes;
    if (!this.#remembering) void this.#remember(this.#persistence);
  }

  /** Closes it and takes it off this device. */
  async forget(): Promise<void> {
    await this.#persistence?.clearData().catch(() => undefined);
  }

  close(): void {
    this.#persistence?.destroy().catch(() => undefined);
  }

  async #remember(persistence: IndexeddbPersistence): Promise<void> {
    this.#remembering = true;
    try {
      while (this.#toRemember !== null) {
        const changes = this.#toRemember;
        this.#toRemember = null;
        if (changes === this.#remembered) continue;
        await persistence.set(UNSAVED, changes);
        this.#remembered = changes;
        if (changes > 0) await new Promise((resolve) => setTimeout(resolve, REMEMBER_EVERY));
      }
    } catch {
      // The text is written to the same database: where a number doesn't fit, no text does.
      this.#fail();
    } finally {
      this.#remembering = false;
    }
  }

  #fail(): void {
    this.storage = 'failed';
    this.#onFailure();
  }
}

/** A browser in private mode may never answer; a document without a device copy is better than none. */
async function withinPatience(persistence: IndexeddbPersistence): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const patience = setTimeout(() => reject(new Error('The browser did not open its storage.')), PATIENCE_FOR_OPENING);
    persistence._db.catch(reject);
    void persistence.whenSynced.then(() => {
      clearTimeout(patience);
      resolve();
    });
  });
}
