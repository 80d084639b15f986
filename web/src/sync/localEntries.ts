import * as random from 'lib0/random';
import * as Y from 'yjs';
import type { DeviceFolder } from './deviceFiles';
import type { FileLink } from './localFile';
import {
  BY_DOCUMENT,
  ENTRIES,
  FOLDERS,
  many,
  one,
  reading,
  UPDATES,
  writing,
  type StoredUpdate,
} from './localDatabase';
import { ROOT_TEXT } from './replica';

/** A document that lives in this browser. */
export interface LocalEntry {
  id: string;
  title: string;
  /** Milliseconds since 1970. */
  createdAt: number;
  changedAt: number;
  /** One Yjs client for all page loads: a server takes histories of a few dozen clients at most. */
  clientId: number;
  /** The file of this device that the text is written to as well. */
  file?: FileLink;
  /** Where it is on its way to; kept, so that a second try goes on with the first. */
  move?: LocalMove | null;
}

export interface LocalMove {
  userId: string;
  workspaceId: string;
  /** The request's title and key as they were the first time: sent again, it makes no second document. */
  title: string;
  key: string;
  documentId: string | null;
}

export interface LocalFolder {
  id: string;
  name: string;
  handle: DeviceFolder;
}

export function newEntry(title: string, now: number, id: string = random.uuidv4()): LocalEntry {
  return { id, title, createdAt: now, changedAt: now, clientId: random.uint32() };
}

/** The list of this browser's documents, the newest first, the same in all its tabs. */
class LocalEntries {
  #entries: LocalEntry[] | null = null;
  #folders: LocalFolder[] = [];
  readonly #listeners = new Set<() => void>();
  readonly #tabs = new BroadcastChannel('mdreader-local-list');
  #loading: Promise<void> | null = null;

  constructor() {
    this.#tabs.addEventListener('message', () => void this.#load());
  }

  readonly subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    if (this.#entries === null) void this.ready();
    return () => this.#listeners.delete(listener);
  };

  /** Null until it is read. */
  readonly all = () => this.#entries;
  readonly folders = () => this.#folders;

  ready(): Promise<void> {
    this.#loading ??= this.#load();
    return this.#loading;
  }

  find(id: string): LocalEntry | undefined {
    return this.#entries?.find((entry) => entry.id === id);
  }

  /** With a text that was made elsewhere. */
  async add(entry: LocalEntry, text: string): Promise<void> {
    const doc = new Y.Doc();
    doc.clientID = entry.clientId;
    doc.getText(ROOT_TEXT).insert(0, text);
    const update: StoredUpdate = { document: entry.id, update: Y.encodeStateAsUpdate(doc) };
    doc.destroy();
    await writing([ENTRIES, UPDATES], (transaction) => {
      transaction.objectStore(ENTRIES).put(entry);
      if (text !== '') transaction.objectStore(UPDATES).add(update);
    });
    await this.changed();
  }

  /** Merges into what is kept by now; nothing when it has been deleted. */
  async change(id: string, change: Partial<LocalEntry>): Promise<void> {
    await writing([ENTRIES], (transaction) => {
      const store = transaction.objectStore(ENTRIES);
      const request = one<LocalEntry>(store, id);
      request.onsuccess = () => {
        if (request.result !== undefined) store.put({ ...request.result, ...change });
      };
    });
    await this.changed();
  }

  async forgetMove(id: string): Promise<void> {
    await this.change(id, { move: null });
  }

  async remove(id: string): Promise<void> {
    await writing([ENTRIES, UPDATES], (transaction) => erase(transaction, id));
    await this.changed();
  }

  /** @param pieces So many there are: false, and nothing is removed, where something was written since. */
  async removeUnchanged(id: string, pieces: number): Promise<boolean> {
    const found = { unchanged: false };
    await writing([ENTRIES, UPDATES], (transaction) => {
      const counting = transaction.objectStore(UPDATES).index(BY_DOCUMENT).count(id);
      counting.onsuccess = () => {
        found.unchanged = counting.result === pieces;
        if (found.unchanged) erase(transaction, id);
      };
    });
    if (found.unchanged) await this.changed();
    return found.unchanged;
  }

  async addFolder(folder: LocalFolder): Promise<void> {
    await writing([FOLDERS], (transaction) => transaction.objectStore(FOLDERS).put(folder));
    await this.changed();
  }

  async removeFolder(id: string): Promise<void> {
    await writing([FOLDERS], (transaction) => transaction.objectStore(FOLDERS).delete(id));
    await this.changed();
  }

  /** The whole text with its history, as one update. */
  async history(id: string): Promise<Uint8Array> {
    return Y.mergeUpdates(await storedUpdates(id));
  }

  /** What was written to the store beside this list shows here and in the other tabs. */
  async changed(): Promise<void> {
    this.#tabs.postMessage('changed');
    await this.#load();
  }

  async #load(): Promise<void> {
    try {
      const entries = await reading(ENTRIES, (store) => many<LocalEntry>(store));
      this.#folders = await reading(FOLDERS, (store) => many<LocalFolder>(store));
      this.#entries = entries.sort((a, b) => b.createdAt - a.createdAt);
    } catch {
      // A browser that keeps nothing has no documents; the one that is open says that it isn't kept.
      this.#entries = [];
    }
    for (const listener of this.#listeners) listener();
  }
}

function erase(transaction: IDBTransaction, id: string): void {
  transaction.objectStore(ENTRIES).delete(id);
  const request = transaction.objectStore(UPDATES).index(BY_DOCUMENT).openCursor(id);
  request.onsuccess = () => {
    request.result?.delete();
    request.result?.continue();
  };
}

export async function storedUpdates(id: string): Promise<Uint8Array[]> {
  const stored = await reading(UPDATES, (store) => many<StoredUpdate>(store.index(BY_DOCUMENT), id));
  return stored.map(({ update }) => update);
}

export const localEntries = new LocalEntries();
