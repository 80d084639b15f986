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

/** Whether something in the copy of this name isn't known to be on the server. */
export function hasUnsaved(name: string): Promise<boolean> {
  return new Promise((resolve) => {
    const opening = indexedDB.open(name);
    // What can't be read may hold something.
    opening.onerror = () => resolve(true);
    opening.onsuccess = () => {
      const database = opening.result;
      const answer = (unsaved: boolean) => {
        database.close();
        resolve(unsaved);
      };
      if (!database.objectStoreNames.contains(NOTES)) {
        answer(false);
        return;
      }
      const asking = database.transaction(NOTES).objectStore(NOTES).getAll(unsavedNotes());
      asking.onerror = () => answer(true);
      asking.onsuccess = () => answer(asking.result.some((changes) => typeof changes === 'number' && changes > 0));
    };
  });
}
