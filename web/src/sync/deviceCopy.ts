import * as Y from 'yjs';
import { CopyTabs } from './copyTabs';
import { databaseName, UNSAVED, type DeviceKey } from './deviceCopies';
import { DeviceStore } from './deviceStore';
import type { DeviceStorage } from './saveState';

export interface CopyEvents {
  /** `storage` or `unkept` has changed. */
  storage: () => void;
  /** So many unsaved changes of a tab that was closed are this one's now; the document has them. */
  inherited?: (changes: number) => void;
  /** Another tab has taken the copy off this device. */
  forgotten?: () => void;
}

const PATIENCE_FOR_OPENING = 3_000;
/** So long it may say that something is unsaved which is saved already; the other way round never. */
const REMEMBER_EVERY = 500;
const PAUSE_BETWEEN_TRIES = 5_000;
/** So many pieces are made one. */
const MOST_PIECES = 500;
/** What travels to the server as well is written down together with what follows it so soon. */
const GATHERS_FOR = 500;

/**
 * The browser's own copy of a document, so that a closed tab, a reload or a dead server loses nothing that was typed.
 * It also remembers how many changes the server hasn't acknowledged. Where the browser refuses storage, or takes it
 * away, everything works without it, `storage` says so, and what is typed next tries again with the whole text.
 */
export class DeviceCopy {
  storage: DeviceStorage = 'working';
  /** So many changes made here are on their way to the storage: a tab that ends now may lose them. */
  unkept = 0;
  readonly #name: string;
  readonly #doc: Y.Doc;
  readonly #events: CopyEvents;
  #store: DeviceStore | null = null;
  #tabs: CopyTabs | null = null;
  #opening = false;
  #closed = false;
  #triedAt = -Infinity;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #pieces = 0;
  #unsaved = 0;
  #noted = 0;
  #noting = false;
  #isRelayed = false;
  readonly #gathered: Uint8Array[] = [];
  /** So many of them were made here. */
  #gatheredHere = 0;
  #gathering: ReturnType<typeof setTimeout> | undefined;
  #stopListening: () => void = () => undefined;

  constructor(key: DeviceKey, doc: Y.Doc, events: CopyEvents) {
    this.#name = databaseName(key);
    this.#doc = doc;
    this.#events = events;
    if (typeof indexedDB === 'undefined') this.storage = 'failed';
  }

  /** Reads the copy into the document; the answer is the number of changes that were unsaved when it was last open. */
  async load(): Promise<number> {
    if (this.storage === 'failed') return 0;
    this.#listen();
    this.#tabs = new CopyTabs(this.#name, {
      wrote: () => void this.#readOthers(),
      forgotten: () => this.#events.forgotten?.(),
      left: (tab) => this.#inheritLater(tab),
    });
    const opening = this.#open();
    await withinPatience(opening);
    if (this.#store !== null) return this.#inheritAll();
    this.#show('failed');
    // The browser's answer still counts when it comes.
    void opening.then(async () => {
      const inherited = await this.#inheritAll();
      if (inherited > 0) this.#events.inherited?.(inherited);
    });
    return 0;
  }

  /** Keeps one write under way; what comes meanwhile is written once. That there is anything at all is written at once. */
  rememberUnsaved(changes: number): void {
    this.#unsaved = changes;
    // What is noted with the text that it is about is mostly saved by then, and nothing has to be noted at all.
    if (!this.#noting && this.#gathering === undefined) void this.#note();
  }

  /**
   * Whether each change is on its way to the server as it is made. Then several may be written down at once, a moment
   * later; while it isn't, each is at once.
   */
  set isRelayed(isRelayed: boolean) {
    this.#isRelayed = isRelayed;
    if (!isRelayed) this.#keepGathered();
  }

  /** What was just typed can't be sent from here: other tabs take it in, and may. */
  tellTabs(): void {
    this.#tabs?.tell('wrote');
  }

  /** Closes it and takes it off this device. */
  async forget(): Promise<void> {
    this.#tabs?.tell('forgotten');
    this.close();
    if (typeof indexedDB === 'undefined') return;
    await new Promise<void>((resolve) => {
      const deleting = indexedDB.deleteDatabase(this.#name);
      for (const event of ['success', 'error', 'blocked']) deleting.addEventListener(event, () => resolve());
    });
  }

  close(): void {
    this.#keepGathered();
    this.#closed = true;
    clearTimeout(this.#retry);
    this.#stopListening();
    this.#tabs?.close();
    this.#store?.close();
    this.#store = null;
  }

  async #open(): Promise<void> {
    if (this.#opening || this.#closed) return;
    this.#opening = true;
    this.#triedAt = Date.now();
    try {
      const store = await DeviceStore.open(this.#name, (lost) => this.#lost(lost));
      if (this.#isClosed()) {
        store.close();
        return;
      }
      this.#store = store;
      let covered = 0;
      await store.read((pieces) => {
        const hadText = Y.encodeStateVector(this.#doc).length > 1;
        this.#take(pieces);
        this.#pieces = pieces.length;
        if (!hadText && pieces.length < MOST_PIECES) return null;
        this.#takeGathered();
        covered = this.unkept;
        return this.#whole();
      });
      this.#noted = 0;
      this.unkept = Math.max(0, this.unkept - covered);
      this.#show('working');
      void this.#note();
    } catch {
      this.#lost(this.#store);
    } finally {
      this.#opening = false;
    }
  }

  // A method, so that the compiler doesn't conclude from an earlier look what an await may have changed.
  #isClosed(): boolean {
    return this.#closed;
  }

  #listen(): void {
    this.#doc.on('update', this.#heard);
    addEventListener('pagehide', this.#keepGathered);
    document.addEventListener('visibilitychange', this.#keepGathered);
    this.#stopListening = () => {
      this.#doc.off('update', this.#heard);
      removeEventListener('pagehide', this.#keepGathered);
      document.removeEventListener('visibilitychange', this.#keepGathered);
    };
  }

  /** Never throws: whoever hears of the same update after this must hear of it. */
  readonly #heard = (update: Uint8Array, origin: unknown, _doc: Y.Doc, { local }: Y.Transaction) => {
    if (origin === this) return;
    if (this.#store === null) {
      if (local) this.#openAgain();
      return;
    }
    if (local) {
      this.unkept += 1;
      this.#gatheredHere += 1;
    }
    this.#gathered.push(update);
    if (!this.#isRelayed) this.#keepGathered();
    else this.#gathering ??= setTimeout(this.#keepGathered, GATHERS_FOR);
  };

  readonly #keepGathered = () => {
    clearTimeout(this.#gathering);
    this.#gathering = undefined;
    const store = this.#store;
    if (store === null || this.#gathered.length === 0) return;
    const { updates, changes } = this.#takeGathered();
    this.#pieces += 1;
    const writing =
      this.#pieces < MOST_PIECES ? store.write(Y.mergeUpdates(updates)) : store.read((pieces) => this.#gather(pieces));
    writing.then(
      () => this.#kept(changes),
      () => this.#lost(store),
    );
    if (!this.#noting) void this.#note();
  };

  #takeGathered(): { updates: Uint8Array[]; changes: number } {
    const gathered = { updates: this.#gathered.splice(0), changes: this.#gatheredHere };
    this.#gatheredHere = 0;
    return gathered;
  }

  #kept(changes: number): void {
    if (changes === 0) return;
    this.unkept = Math.max(0, this.unkept - changes);
    this.#events.storage();
  }

  #gather(pieces: Uint8Array[]): Uint8Array {
    this.#take(pieces);
    return this.#whole();
  }

  #whole(): Uint8Array {
    this.#pieces = 1;
    return Y.encodeStateAsUpdate(this.#doc);
  }

  #take(pieces: Uint8Array[]): void {
    const take = () => {
      for (const piece of pieces) Y.applyUpdate(this.#doc, piece, this);
    };
    Y.transact(this.#doc, take, this, false);
  }

  async #readOthers(): Promise<void> {
    const store = this.#store;
    try {
      await store?.read((pieces) => {
        this.#take(pieces);
        return null;
      });
    } catch {
      this.#lost(store);
    }
  }

  async #inheritAll(): Promise<number> {
    const store = this.#store;
    const tabs = this.#tabs;
    if (store === null || tabs === null) return 0;
    let inherited = 0;
    try {
      for (const key of await store.unsavedKeys()) {
        if (key !== this.#noteOf(tabs.id) && (await tabs.hasLeft(key.slice(this.#noteOf('').length))))
          inherited += await store.moveUnsaved(key, this.#noteOf(tabs.id));
      }
    } catch {
      this.#lost(store);
    }
    this.#unsaved += inherited;
    this.#noted = this.#unsaved;
    return inherited;
  }

  async #inheritLater(tab: string): Promise<void> {
    const store = this.#store;
    if (store === null || this.#tabs === null) return;
    try {
      const changes = await store.moveUnsaved(this.#noteOf(tab), this.#noteOf(this.#tabs.id));
      if (changes === 0) return;
      await this.#readOthers();
      this.#events.inherited?.(changes);
    } catch {
      this.#lost(store);
    }
  }

  async #note(): Promise<void> {
    if (this.#tabs === null) return;
    this.#noting = true;
    let store = this.#store;
    try {
      while (store !== null && this.#noted !== this.#unsaved) {
        const changes = this.#unsaved;
        this.#noted = changes;
        await store.noteUnsaved(this.#noteOf(this.#tabs.id), changes);
        // Without a server the number is what the person is told, and what another tab goes on with.
        if (changes > 0 && this.#isRelayed) await new Promise((resolve) => setTimeout(resolve, REMEMBER_EVERY));
        store = this.#store;
      }
    } catch {
      // The text is written to the same database: where a number doesn't fit, no text does.
      this.#lost(store);
    } finally {
      this.#noting = false;
    }
  }

  readonly #noteOf = (tab: string) => `${UNSAVED}/${tab}`;

  /** What isn't on the server is kept again at once, everything else with what is typed next. */
  #lost(store: DeviceStore | null): void {
    if (this.#closed || store !== this.#store) return;
    store?.close();
    this.#store = null;
    this.#show('failed');
    if (this.#unsaved > 0) this.#openAgain();
  }

  #openAgain(): void {
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => void this.#open(), this.#triedAt + PAUSE_BETWEEN_TRIES - Date.now());
  }

  #show(storage: DeviceStorage): void {
    if (this.storage === storage) return;
    this.storage = storage;
    this.#events.storage();
  }
}

/** A browser in private mode may never answer; a document without a device copy is better than none. */
async function withinPatience(opening: Promise<void>): Promise<void> {
  let patience: ReturnType<typeof setTimeout> | undefined;
  await Promise.race([opening, new Promise((resolve) => (patience = setTimeout(resolve, PATIENCE_FOR_OPENING)))]);
  clearTimeout(patience);
}
