export type Theme = 'system' | 'light' | 'dark';

export const THEMES: Theme[] = ['system', 'light', 'dark'];
const KEY = 'mdreader.theme';
const listeners = new Set<() => void>();

export function subscribeTheme(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Kept per device. A browser that refuses storage follows the system. */
export function savedTheme(): Theme {
  try {
    const saved = localStorage.getItem(KEY);
    return THEMES.find((theme) => theme === saved) ?? 'system';
  } catch {
    return 'system';
  }
}

export function saveTheme(theme: Theme): void {
  applyTheme(theme);
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // It then lasts as long as the page.
  }
  for (const listener of listeners) listener();
}

/** From what is shown to the other one. */
export function turnTheme(): void {
  const saved = savedTheme();
  const isDark = saved === 'system' ? matchMedia('(prefers-color-scheme: dark)').matches : saved === 'dark';
  saveTheme(isDark ? 'light' : 'dark');
}

export function applyTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}
