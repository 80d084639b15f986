import { useSyncExternalStore } from 'react';

const KEY = 'mdreader.open-folders';
const listeners = new Set<() => void>();
let open: ReadonlySet<string> = saved();

/** Which folders stand open in the tree, remembered on this device. */
export const useOpenFolders = (): ReadonlySet<string> => useSyncExternalStore(subscribe, () => open);

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Opens a folder of the tree, or closes it. */
export function turnFolder(id: string): void {
  const next = new Set(open);
  if (!next.delete(id)) next.add(id);
  open = next;
  try {
    localStorage.setItem(KEY, JSON.stringify([...next]));
  } catch {
    // It then lasts as long as the page.
  }
  for (const listener of listeners) listener();
}

function saved(): ReadonlySet<string> {
  try {
    const ids: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return new Set(Array.isArray(ids) ? ids.filter((id): id is string => typeof id === 'string') : []);
  } catch {
    return new Set();
  }
}
