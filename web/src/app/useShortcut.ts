import { useEffect, useEffectEvent } from 'react';
import { chordOf } from './chord';
import { keys, type Shortcut } from './shortcuts';

/** Calls back on the keys that the person has for it. */
export function useShortcut(shortcut: Shortcut, run: () => void): void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    const chord = keys.of(shortcut);
    if (chord === null || event.defaultPrevented || chordOf(event) !== chord) return;
    event.preventDefault();
    run();
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => onKey(event);
    window.addEventListener('keydown', listener);
    return () => window.removeEventListener('keydown', listener);
  }, []);
}
