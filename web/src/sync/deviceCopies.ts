// Apart from the copies themselves, so that signing out needs nothing of Yjs.

/** Which text, whose, and of which epoch: texts of two epochs must never be merged. */
export interface DeviceKey {
  userId: string;
  documentId: string;
  epoch: number;
  /** Of a draft, which is kept beside the document's own text. */
  isDraft?: boolean;
  /** Of somebody who reads: apart, so that it never mixes with what they wrote while they might. */
  isReading?: boolean;
}

/** A copy's database: the pieces of its text in the order in which they came, and what is noted beside them. */
export const UPDATES = 'updates';
export const NOTES = 'custom';
/** How many changes the server hasn't acknowledged; each tab notes its own. */
export const UNSAVED = 'unsaved';

/** The notes of all tabs. */
export const unsavedNotes = () => IDBKeyRange.bound(UNSAVED, `${UNSAVED}/\uffff`);

const DRAFT = '/draft';
const READING = '/reading';
export const databaseName = ({ userId, documentId, epoch, isDraft = false, isReading = false }: DeviceKey) =>
  `mdreader/${userId}/${documentId}/${epoch}${isDraft ? DRAFT : ''}${isReading ? READING : ''}`;

/** The key that a copy's database is named by; null for another person's, and for what is no copy. */
export function keyOf(name: string, userId: string): DeviceKey | null {
  const [mark, person, documentId, epoch, what] = name.split('/');
  if (mark !== 'mdreader' || person !== userId || documentId === undefined || epoch === undefined) return null;
  return { userId, documentId, epoch: Number(epoch), isDraft: what === 'draft', isReading: what === 'reading' };
}

/** A person's copies on this device. */
export async function copiesOf(userId: string): Promise<DeviceKey[]> {
  if (typeof indexedDB === 'undefined' || !('databases' in indexedDB)) return [];
  return (await indexedDB.databases()).flatMap(({ name = '' }) => keyOf(name, userId) ?? []);
}

export function forgetDeviceCopy(key: DeviceKey): void {
  if (typeof indexedDB !== 'undefined') indexedDB.deleteDatabase(databaseName(key));
}

/** Those of a person's copies go in which everything is known to be on the server; a draft never is. */
export async function forgetDeviceCopies(userId: string): Promise<void> {
  if (typeof indexedDB === 'undefined' || !('databases' in indexedDB)) return;
  for (const { name = '' } of await indexedDB.databases()) {
    const isCopy = name.startsWith(`mdreader/${userId}/`) && !name.endsWith(DRAFT);
    if (isCopy && !(await hasUnsaved(name))) indexedDB.deleteDatabase(name);
  }
}

/** Whether something in the copy of this name isn't known to be on the server. What can't be read may hold something. */
export async function hasUnsaved(name: string): Promise<boolean> {
  const kept = await readCopy(name, { [NOTES]: unsavedNotes() });
  return kept === 'unreadable' || sumOf(kept[NOTES]) > 0;
}

/** What the notes of all tabs come to. */
export const sumOf = (notes: unknown[]): number =>
  notes.reduce<number>((sum, changes) => sum + (typeof changes === 'number' ? changes : 0), 0);

/**
 * What these stores of a copy hold within a range, or all of it, in one transaction. Nothing where there is no such copy
 * (any more), which isn't made by reading it.
 */
export function readCopy<Store extends string>(
  name: string,
  ranges: Record<Store, IDBKeyRange | null>,
): Promise<Record<Store, unknown[]> | 'unreadable'> {
  const stores = Object.keys(ranges) as Store[];
  const answerWith = (held: (store: Store) => unknown[]) =>
    Object.fromEntries(stores.map((store) => [store, held(store)])) as Record<Store, unknown[]>;
  const nothing = answerWith(() => []);
  return new Promise((resolve) => {
    const opening = indexedDB.open(name);
    let isNew = false;
    opening.onupgradeneeded = () => {
      isNew = true;
      opening.transaction?.abort();
    };
    opening.onerror = () => resolve(isNew ? nothing : 'unreadable');
    opening.onsuccess = () => {
      const database = opening.result;
      if (!stores.every((store) => database.objectStoreNames.contains(store))) {
        database.close();
        resolve(nothing);
        return;
      }
      const reading = database.transaction(stores);
      const held = new Map(stores.map((store) => [store, reading.objectStore(store).getAll(ranges[store])]));
      reading.onabort = () => resolve('unreadable');
      reading.oncomplete = () => resolve(answerWith((store) => held.get(store)?.result ?? []));
      // It closes once what was asked is answered.
      database.close();
    };
  });
}
