export type Mode = 'live' | 'edit' | 'both' | 'view';

export const MODES: Mode[] = ['live', 'edit', 'both', 'view'];

const KEY = 'mdreader.mode';

/** How documents were shown on this device last; null where nobody has chosen. */
export function savedMode(): Mode | null {
  try {
    const saved = localStorage.getItem(KEY);
    return MODES.find((mode) => mode === saved) ?? null;
  } catch {
    return null;
  }
}

export function saveMode(mode: Mode): void {
  try {
    localStorage.setItem(KEY, mode);
  } catch {
    // The choice then lasts as long as the page.
  }
}
