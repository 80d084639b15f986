import * as Y from 'yjs';
import {
  copiesOf,
  databaseName,
  hasUnsaved,
  NOTES,
  readCopy,
  sumOf,
  unsavedNotes,
  UPDATES,
  type DeviceKey,
} from './deviceCopies';
import { ROOT_TEXT } from './replica';

/** Of a document on the server: something was written to it here that isn't there. */
export interface Unsent {
  key: DeviceKey;
  kind: 'changes' | 'suggestions';
}

/** What this person wrote on this device and nobody else can see: edits the server hasn't got, suggestions not sent. */
export async function unsentHere(userId: string): Promise<Unsent[]> {
  const kept = await copiesOf(userId);
  const found: Unsent[] = [];
  for (const key of kept) {
    if (key.isDraft === true) {
      const { pieces } = await keptCopy(key);
      if (suggestsSomething(pieces, await piecesBeside(key, kept))) found.push({ key, kind: 'suggestions' });
    } else if (key.isReading !== true && (await hasUnsaved(databaseName(key)))) {
      found.push({ key, kind: 'changes' });
    }
  }
  return found;
}

/** A text with edits in it that the server hasn't got. */
export interface UnsentEdits {
  epoch: number;
  text: string;
  /** So many edits. */
  changes: number;
}

/** What of this document the server hasn't got, in the copies of all its epochs on this device. */
export async function unsentEdits(userId: string, documentId: string): Promise<UnsentEdits[]> {
  const found: UnsentEdits[] = [];
  for (const key of await copiesOf(userId)) {
    if (key.documentId !== documentId || key.isDraft === true || key.isReading === true) continue;
    const { pieces, changes } = await keptCopy(key);
    if (changes > 0) found.push({ epoch: key.epoch, text: textOf(pieces), changes });
  }
  return found;
}

/** The whole text with what wasn't sent in it. */
export async function unsentText({ key }: Unsent): Promise<string> {
  const beside = key.isDraft === true ? await piecesBeside(key, await copiesOf(key.userId)) : [];
  return textOf([...beside, ...(await keptCopy(key)).pieces]);
}

/**
 * A draft holds the document as well, and may be behind it: what it suggests is what it adds to or takes from it. Where
 * the document itself isn't kept here, nobody can tell.
 */
export function suggestsSomething(draft: Uint8Array[], document: Uint8Array[]): boolean {
  return document.length > 0 && textOf([...document, ...draft]) !== textOf(document);
}

/** Of the document that a draft was made of. */
async function piecesBeside(draft: DeviceKey, kept: DeviceKey[]): Promise<Uint8Array[]> {
  const beside = kept.filter(
    ({ documentId, epoch, isDraft }) => documentId === draft.documentId && epoch === draft.epoch && isDraft !== true,
  );
  return (await Promise.all(beside.map(keptCopy))).flatMap(({ pieces }) => pieces);
}

function textOf(pieces: Uint8Array[]): string {
  const doc = new Y.Doc();
  for (const piece of pieces) Y.applyUpdate(doc, piece);
  const text = doc.getText(ROOT_TEXT).toJSON();
  doc.destroy();
  return text;
}

interface KeptCopy {
  pieces: Uint8Array[];
  /** So many edits aren't known to be on the server. */
  changes: number;
}

/** Nothing of what can't be read: a list of drafts must not fail for one. */
async function keptCopy(key: DeviceKey): Promise<KeptCopy> {
  const kept = await readCopy(databaseName(key), { [UPDATES]: null, [NOTES]: unsavedNotes() });
  if (kept === 'unreadable') return { pieces: [], changes: 0 };
  return { pieces: kept[UPDATES] as Uint8Array[], changes: sumOf(kept[NOTES]) };
}
