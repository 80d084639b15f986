import { useSyncExternalStore } from 'react';

const KEY = 'mdreader.spelling';
const listeners = new Set<() => void>();
let checks = saved();

/** Whether the browser marks words that it doesn't know; kept per device, and on unless turned off. */
export function useSpelling(): boolean {
  return useSyncExternalStore(subscribe, checksSpelling);
}

export const checksSpelling = () => checks;

export function setSpelling(wanted: boolean): void {
  checks = wanted;
  try {
    if (wanted) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, 'off');
  } catch {
    // The choice then lasts as long as the page.
  }
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function saved(): boolean {
  try {
    return localStorage.getItem(KEY) !== 'off';
  } catch {
    return true;
  }
}
