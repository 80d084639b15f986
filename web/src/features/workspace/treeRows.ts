import type { Tree, TreeDocument, TreeFolder } from '../../api/types';

/** Where it stands among those around it, counted from 1. */
interface Standing {
  id: string;
  level: number;
  at: number;
  of: number;
}

export interface FolderRow extends Standing {
  kind: 'folder';
  folder: TreeFolder;
  isOpen: boolean;
}

export interface DocumentRow extends Standing {
  kind: 'document';
  document: TreeDocument;
}

/** A folder or a document. */
export type EntryRow = FolderRow | DocumentRow;

/** One below the other. An open folder without anything in it says so in a row of its own. */
export type TreeRow = EntryRow | { kind: 'nothing'; id: string; level: number };

/** What of the tree is to be seen: all that isn't in a closed folder, from top to bottom. */
export function rowsOf(tree: Tree, open: ReadonlySet<string>): TreeRow[] {
  const rows: TreeRow[] = [];
  const add = ({ folders, documents }: Pick<TreeFolder, 'folders' | 'documents'>, level: number) => {
    const of = folders.length + documents.length;
    folders.forEach((folder, index) => {
      const isOpen = open.has(folder.id);
      rows.push({ kind: 'folder', id: folder.id, level, at: index + 1, of, folder, isOpen });
      if (!isOpen) return;
      if (folder.folders.length + folder.documents.length > 0) add(folder, level + 1);
      else rows.push({ kind: 'nothing', id: `${folder.id} nothing`, level: level + 1 });
    });
    documents.forEach((document, index) =>
      rows.push({ kind: 'document', id: document.id, level, at: folders.length + index + 1, of, document }),
    );
  };
  add(tree, 1);
  return rows;
}

/** Where a key leads from a row, or which folder it opens or closes; null where it means nothing. */
export type Step = { kind: 'go'; to: number } | { kind: 'turn'; folder: string } | null;

/** As in every tree: up and down, into a folder and out of it, to both ends, and to what begins with a letter. */
export function stepOf(key: string, rows: readonly TreeRow[], at: number, nameOf: (row: EntryRow) => string): Step {
  const row = rows[at];
  if (row === undefined || row.kind === 'nothing') return null;
  const go = (to: number): Step => (to === -1 ? null : { kind: 'go', to });
  switch (key) {
    case 'ArrowDown':
      return go(rows.findIndex((one, index) => index > at && one.kind !== 'nothing'));
    case 'ArrowUp':
      return go(rows.findLastIndex((one, index) => index < at && one.kind !== 'nothing'));
    case 'Home':
      return go(rows.findIndex(({ kind }) => kind !== 'nothing'));
    case 'End':
      return go(rows.findLastIndex(({ kind }) => kind !== 'nothing'));
    case 'ArrowRight':
      if (row.kind !== 'folder') return null;
      if (!row.isOpen) return { kind: 'turn', folder: row.id };
      return rows[at + 1]?.kind === 'nothing' ? null : go(at + 1);
    case 'ArrowLeft':
      if (row.kind === 'folder' && row.isOpen) return { kind: 'turn', folder: row.id };
      return go(rows.findLastIndex(({ level }, index) => index < at && level < row.level));
    default:
      // Keys that are no letter have names.
      return /^\S$/u.test(key) ? go(nextBeginningWith(key, rows, at, nameOf)) : null;
  }
}

function nextBeginningWith(
  letter: string,
  rows: readonly TreeRow[],
  at: number,
  nameOf: (row: EntryRow) => string,
): number {
  const begins = (row: TreeRow) =>
    row.kind !== 'nothing' && nameOf(row).toLocaleLowerCase().startsWith(letter.toLocaleLowerCase());
  const after = rows.findIndex((row, index) => index > at && begins(row));
  return after === -1 ? rows.findIndex(begins) : after;
}
