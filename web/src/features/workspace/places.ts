import type { Tree, TreeFolder } from '../../api/types';

/** A folder as a place to move something to. */
export interface Place {
  id: string | null;
  /** Its name behind those of the folders around it. */
  path: string[];
}

/** All folders, in the order of the tree, behind the workspace's own top level. */
export function placesIn(tree: Tree): Place[] {
  const places: Place[] = [{ id: null, path: [] }];
  const add = (folders: TreeFolder[], above: string[]) => {
    for (const { id, name, folders: inside } of folders) {
      places.push({ id, path: [...above, name] });
      add(inside, [...above, name]);
    }
  };
  add(tree.folders, []);
  return places;
}

/** A folder can't go into itself or into what it holds. */
export function placesFor(tree: Tree, folderId: string | null): Place[] {
  const within = folderId === null ? new Set<string>() : idsWithin(tree.folders, folderId, false);
  return placesIn(tree).filter(({ id }) => id === null || !within.has(id));
}

function idsWithin(folders: TreeFolder[], wanted: string, inside: boolean): Set<string> {
  const ids = new Set<string>();
  for (const { id, folders: below } of folders) {
    const isIn = inside || id === wanted;
    if (isIn) ids.add(id);
    for (const other of idsWithin(below, wanted, isIn)) ids.add(other);
  }
  return ids;
}

/** Where a document stands, from the outside in. */
export function pathOf(tree: Tree, documentId: string): string[] | null {
  const find = (level: Pick<TreeFolder, 'folders' | 'documents'>, above: string[]): string[] | null => {
    if (level.documents.some(({ id }) => id === documentId)) return above;
    for (const folder of level.folders) {
      const found = find(folder, [...above, folder.name]);
      if (found !== null) return found;
    }
    return null;
  };
  return find(tree, []);
}

/** Every document of the tree. */
export function documentsIn(tree: Pick<TreeFolder, 'folders' | 'documents'>): TreeFolder['documents'] {
  return [...tree.documents, ...tree.folders.flatMap(documentsIn)];
}

export interface Placed {
  name: string;
  /** Null at the top of the workspace. */
  folderId: string | null;
  /** Of a document: whether it is kept from the workspace's members. */
  isRestricted?: boolean;
}

/** Every document and every folder, by id. */
export function placesById(tree: Tree): Map<string, Placed> {
  const places = new Map<string, Placed>();
  const add = ({ folders, documents }: Pick<TreeFolder, 'folders' | 'documents'>, folderId: string | null) => {
    for (const { id, title, isRestricted } of documents) places.set(id, { name: title, folderId, isRestricted });
    for (const folder of folders) {
      places.set(folder.id, { name: folder.name, folderId });
      add(folder, folder.id);
    }
  };
  add(tree, null);
  return places;
}
