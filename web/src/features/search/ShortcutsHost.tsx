import { lazy, Suspense, useEffect, useEffectEvent, useState } from 'react';
import { useShortcut } from '../../app/useShortcut';

const Shortcuts = lazy(async () => ({ default: (await import('./Shortcuts')).Shortcuts }));

/** Ctrl-/ anywhere, and a question mark where nothing is written: the keys that there are. */
export function ShortcutsHost() {
  const [open, setOpen] = useState(false);
  useShortcut('sheet', () => setOpen(!open));
  const asked = useEffectEvent((event: KeyboardEvent) => {
    if (event.key !== '?' || event.ctrlKey || event.altKey || event.metaKey || isWritten(event.target)) return;
    event.preventDefault();
    setOpen(true);
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => asked(event);
    window.addEventListener('keydown', listener);
    return () => window.removeEventListener('keydown', listener);
  }, []);
  return (
    open && (
      <Suspense fallback={null}>
        <Shortcuts onClose={() => setOpen(false)} />
      </Suspense>
    )
  );
}

const isWritten = (target: EventTarget | null) =>
  target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select'));
