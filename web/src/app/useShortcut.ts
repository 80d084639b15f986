import { useEffect, useEffectEvent } from 'react';
import { chordOf } from './chord';
import { keys, type Shortcut } from './shortcuts';

/** What the page that is shown does on each of them; the palette offers it by name. */
const here = new Map<Shortcut, () => void>();

/** What a shortcut would do now, whatever keys it has; null where it does nothing. */
export const doneHere = (shortcut: Shortcut): (() => void) | null => here.get(shortcut) ?? null;

/**
 * Calls back on the keys that the person has for it.
 *
 * @param run null where it does nothing here.
 */
export function useShortcut(shortcut: Shortcut, run: (() => void) | null): void {
  const asked = useEffectEvent(() => run?.());
  const isThere = run !== null;
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    const chord = keys.of(shortcut);
    if (chord === null || event.defaultPrevented || chordOf(event) !== chord) return;
    event.preventDefault();
    asked();
  });
  useEffect(() => {
    if (!isThere) return;
    const listener = (event: KeyboardEvent) => onKey(event);
    const doIt = () => asked();
    window.addEventListener('keydown', listener);
    here.set(shortcut, doIt);
    return () => {
      window.removeEventListener('keydown', listener);
      if (here.get(shortcut) === doIt) here.delete(shortcut);
    };
  }, [shortcut, isThere]);
}
