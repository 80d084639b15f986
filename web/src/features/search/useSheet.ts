import { useSyncExternalStore } from 'react';

const listeners = new Set<() => void>();
let open = false;

/** The sheet of all keys. */
export function setSheetOpen(next: boolean): void {
  open = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const useSheetOpen = (): boolean => useSyncExternalStore(subscribe, () => open);
