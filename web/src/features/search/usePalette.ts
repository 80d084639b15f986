import { useSyncExternalStore } from 'react';
import { useShortcut } from '../../app/useShortcut';

const listeners = new Set<() => void>();
let open = false;

export function setPaletteOpen(next: boolean): void {
  open = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Whether it is open, where its keys open and close it. */
export function usePalette(): boolean {
  const isOpen = useSyncExternalStore(subscribe, () => open);
  useShortcut('palette', () => setPaletteOpen(!open));
  useShortcut('searchWorkspace', () => setPaletteOpen(true));
  return isOpen;
}
