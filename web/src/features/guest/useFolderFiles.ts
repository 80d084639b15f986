import { useSyncExternalStore } from 'react';
import type { FolderFile } from '../../sync/filePickers';

/** Folders stay open when another document takes the page; a reload closes them, since the browser has to ask again. */
const open = new Map<string, FolderFile[]>();
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** What was found in a folder; null while it is closed. */
export function useFolderFiles(folderId: string): [FolderFile[] | null, (files: FolderFile[] | null) => void] {
  const files = useSyncExternalStore(subscribe, () => open.get(folderId) ?? null);
  return [files, (found) => showFolderFiles(folderId, found)];
}

/** Null closes the folder. */
export function showFolderFiles(folderId: string, found: FolderFile[] | null): void {
  if (found === null) open.delete(folderId);
  else open.set(folderId, found);
  for (const listener of listeners) listener();
}
