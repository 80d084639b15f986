import { useEffect, useEffectEvent } from 'react';

interface Modifiers {
  alt?: boolean;
  shift?: boolean;
}

/** Calls back on Ctrl (on a Mac: ⌘) with the key; with `alt` on Ctrl-Alt and the key. */
export function useHotkey(key: string, run: () => void, { alt = false, shift = false }: Modifiers = {}): void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    const modified = alt ? event.ctrlKey && event.altKey : (event.ctrlKey || event.metaKey) && !event.altKey;
    if (!modified || event.shiftKey !== shift || event.key.toLowerCase() !== key) return;
    event.preventDefault();
    run();
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => onKey(event);
    window.addEventListener('keydown', listener);
    return () => window.removeEventListener('keydown', listener);
  }, []);
}
