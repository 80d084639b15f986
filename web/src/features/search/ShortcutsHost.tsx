import { Suspense, useEffect, useEffectEvent } from 'react';
import { lazyDialog } from '../../app/lazyDialog';
import { useShortcut } from '../../app/useShortcut';
import { setSheetOpen, useSheetOpen } from './useSheet';

const Shortcuts = lazyDialog(
  async () => (await import('./Shortcuts')).Shortcuts,
  ({ onClose }) => onClose(),
);

/** Ctrl-/ anywhere, and a question mark where nothing is written: the keys that there are. */
export function ShortcutsHost() {
  const open = useSheetOpen();
  useShortcut('sheet', () => setSheetOpen(!open));
  const asked = useEffectEvent((event: KeyboardEvent) => {
    if (event.key !== '?' || event.ctrlKey || event.altKey || event.metaKey || isWritten(event.target)) return;
    event.preventDefault();
    setSheetOpen(true);
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => asked(event);
    window.addEventListener('keydown', listener);
    return () => window.removeEventListener('keydown', listener);
  }, []);
  return (
    open && (
      <Suspense fallback={null}>
        <Shortcuts onClose={() => setSheetOpen(false)} />
      </Suspense>
    )
  );
}

const isWritten = (target: EventTarget | null) =>
  target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select'));
