/** What this browser keeps of documents that live on no server: the list, their texts, and folders of the device. */
const NAME = 'mdreader-local';
const VERSION = 1;

export const ENTRIES = 'documents';
export const UPDATES = 'updates';
export const FOLDERS = 'folders';
export const BY_DOCUMENT = 'document';

export interface StoredUpdate {
  document: string;
  update: Uint8Array;
}

let opening: Promise<IDBDatabase> | null = null;

export function localDatabase(): Promise<IDBDatabase> {
  opening ??= open();
  return opening;
}

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    if (typeof indexedDB === 'undefined') {
      reject(new Error('This browser keeps nothing for pages.'));
      return;
    }
    const request = indexedDB.open(NAME, VERSION);
    request.onupgradeneeded = () => {
      request.result.createObjectStore(ENTRIES, { keyPath: 'id' });
      request.result.createObjectStore(FOLDERS, { keyPath: 'id' });
      request.result.createObjectStore(UPDATES, { autoIncrement: true }).createIndex(BY_DOCUMENT, 'document');
    };
    request.onerror = () => reject(request.error ?? new Error('The browser did not open its storage.'));
    request.onsuccess = () => {
      const database = request.result;
      // A newer version of this page in another tab may change the stores: it must not wait for this tab.
      database.onversionchange = () => {
        database.close();
        opening = null;
      };
      resolve(database);
    };
  });
}

export function answerOf<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('The browser could not read its storage.'));
  });
}

/** Resolves once it is on the disk as far as the browser knows; rejects when nothing of it is. */
export function completed(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = () => reject(transaction.error ?? new Error('The browser could not write to its storage.'));
    transaction.oncomplete = () => resolve();
    transaction.onabort = fail;
    transaction.onerror = fail;
  });
}

/** What IndexedDB gives back has the shape that was put in; this is the one place that says so. */
export const one = <T>(store: IDBObjectStore, key: string) => store.get(key) as IDBRequest<T | undefined>;
export const many = <T>(source: IDBObjectStore | IDBIndex, key?: string) => source.getAll(key) as IDBRequest<T[]>;

export async function writing(stores: string[], write: (transaction: IDBTransaction) => void): Promise<void> {
  const transaction = (await localDatabase()).transaction(stores, 'readwrite', { durability: 'strict' });
  const done = completed(transaction);
  try {
    write(transaction);
  } catch (error) {
    transaction.abort();
    await done.catch(() => undefined);
    throw error;
  }
  await done;
}

export async function reading<T>(store: string, read: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const transaction = (await localDatabase()).transaction(store, 'readonly');
  return answerOf(read(transaction.objectStore(store)));
}
