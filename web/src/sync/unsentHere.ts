import * as Y from 'yjs';
import { databaseName, hasUnsaved, UPDATES, type DeviceKey } from './deviceCopies';
import { ROOT_TEXT } from './replica';

/** Of a document on the server: something was written to it here that isn't there. */
export interface Unsent {
  documentId: string;
  kind: 'changes' | 'suggestions';
}

/** What this person wrote on this device and nobody else can see: edits the server hasn't got, suggestions not sent. */
export async function unsentHere(userId: string): Promise<Unsent[]> {
  if (typeof indexedDB === 'undefined' || !('databases' in indexedDB)) return [];
  const kept = (await indexedDB.databases()).flatMap(({ name = '' }) => keyOf(name, userId) ?? []);
  const found: Unsent[] = [];
  for (const key of kept) {
    if (key.isDraft === true) {
      const document = kept.filter(
        (one) => one.documentId === key.documentId && one.epoch === key.epoch && one !== key,
      );
      const texts = await Promise.all(document.map((one) => updatesIn(databaseName(one))));
      if (suggestsSomething(await updatesIn(databaseName(key)), texts.flat()))
        found.push({ documentId: key.documentId, kind: 'suggestions' });
    } else if (key.isReading !== true && (await hasUnsaved(databaseName(key)))) {
      found.push({ documentId: key.documentId, kind: 'changes' });
    }
  }
  return found;
}

/** The key that a copy's database is named by; null for another person's, and for what is no copy. */
export function keyOf(name: string, userId: string): DeviceKey | null {
  const [mark, person, documentId, epoch, what] = name.split('/');
  if (mark !== 'mdreader' || person !== userId || documentId === undefined || epoch === undefined) return null;
  return { userId, documentId, epoch: Number(epoch), isDraft: what === 'draft', isReading: what === 'reading' };
}

/**
 * A draft holds the document as well, and may be behind it: what it suggests is what it adds to or takes from it. Where
 * the document itself isn't kept here, nobody can tell.
 */
export function suggestsSomething(draft: Uint8Array[], document: Uint8Array[]): boolean {
  return document.length > 0 && textOf([...document, ...draft]) !== textOf(document);
}

function textOf(updates: Uint8Array[]): string {
  const doc = new Y.Doc();
  for (const update of updates) Y.applyUpdate(doc, update);
  const text = doc.getText(ROOT_TEXT).toJSON();
  doc.destroy();
  return text;
}

/** Nothing of what can't be read: a list of drafts must not fail for one. */
function updatesIn(name: string): Promise<Uint8Array[]> {
  return new Promise((resolve) => {
    const opening = indexedDB.open(name);
    opening.onerror = () => resolve([]);
    opening.onsuccess = () => {
      const database = opening.result;
      const answer = (updates: Uint8Array[]) => {
        database.close();
        resolve(updates);
      };
      if (!database.objectStoreNames.contains(UPDATES)) {
        answer([]);
        return;
      }
      const asking = database.transaction(UPDATES).objectStore(UPDATES).getAll() as IDBRequest<Uint8Array[]>;
      asking.onerror = () => answer([]);
      asking.onsuccess = () => answer(asking.result);
    };
  });
}
