import { NOTES, unsavedNotes, UPDATES } from './deviceCopies';

/** The database of one copy. Everything here rejects where the browser didn't keep it. */
export class DeviceStore {
  readonly #database: IDBDatabase;
  /** The key of the first piece that this page hasn't read. */
  #next = 0;

  private constructor(database: IDBDatabase) {
    this.#database = database;
  }

  /** @param onLost the browser, or another tab, has taken it away. */
  static async open(name: string, onLost: (store: DeviceStore) => void): Promise<DeviceStore> {
    const opening = indexedDB.open(name);
    opening.onupgradeneeded = () => {
      opening.result.createObjectStore(UPDATES, { autoIncrement: true });
      opening.result.createObjectStore(NOTES);
    };
    const database = await answer(opening);
    const store = new DeviceStore(database);
    database.onclose = () => onLost(store);
    database.onversionchange = () => {
      database.close();
      onLost(store);
    };
    return store;
  }

  /**
   * Hands over the pieces that came since the last time, other tabs' among them. What `take` answers, if anything, then
   * stands in the place of all of them.
   */
  async read(take: (pieces: Uint8Array[]) => Uint8Array | null): Promise<void> {
    const transaction = this.#database.transaction(UPDATES, 'readwrite');
    const updates = transaction.objectStore(UPDATES);
    const unread = IDBKeyRange.lowerBound(this.#next);
    const keys = updates.getAllKeys(unread);
    const pieces = updates.getAll(unread) as IDBRequest<Uint8Array[]>;
    pieces.onsuccess = () => {
      const whole = take(pieces.result);
      const last = keys.result.at(-1);
      if (typeof last === 'number') this.#next = last + 1;
      if (whole === null) return;
      updates.delete(IDBKeyRange.upperBound(this.#next, true));
      updates.add(whole);
    };
    await kept(transaction);
  }

  async write(update: Uint8Array): Promise<void> {
    const transaction = this.#database.transaction(UPDATES, 'readwrite');
    transaction.objectStore(UPDATES).add(update);
    transaction.commit();
    await kept(transaction);
  }

  async noteUnsaved(key: string, changes: number): Promise<void> {
    const transaction = this.#database.transaction(NOTES, 'readwrite');
    const notes = transaction.objectStore(NOTES);
    if (changes > 0) notes.put(changes, key);
    else notes.delete(key);
    await kept(transaction);
  }

  async unsavedKeys(): Promise<string[]> {
    const keys = await answer(this.#database.transaction(NOTES).objectStore(NOTES).getAllKeys(unsavedNotes()));
    return keys.filter((key) => typeof key === 'string');
  }

  /** Adds one note to another, in one go; the answer is what was added. */
  async moveUnsaved(from: string, to: string): Promise<number> {
    const transaction = this.#database.transaction(NOTES, 'readwrite');
    const notes = transaction.objectStore(NOTES);
    const here = notes.get(to) as IDBRequest<unknown>;
    const there = notes.get(from) as IDBRequest<unknown>;
    there.onsuccess = () => {
      notes.delete(from);
      const sum = count(here.result) + count(there.result);
      if (sum > 0) notes.put(sum, to);
    };
    await kept(transaction);
    return count(there.result);
  }

  close(): void {
    this.#database.onclose = null;
    this.#database.close();
  }
}

const count = (noted: unknown) => (typeof noted === 'number' ? noted : 0);

function answer<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('The browser refused its storage.'));
  });
}

/** A full disk is told of at the end of a transaction, not at its requests. */
function kept(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new Error('The browser did not keep it.'));
  });
}
