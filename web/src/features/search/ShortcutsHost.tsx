import { lazy, Suspense, useState } from 'react';
import { useHotkey } from '../../app/useHotkey';

const Shortcuts = lazy(async () => ({ default: (await import('./Shortcuts')).Shortcuts }));

/** Ctrl-/ anywhere: the keys that there are. */
export function ShortcutsHost() {
  const [open, setOpen] = useState(false);
  const toggle = () => setOpen(!open);
  useHotkey('/', toggle);
  // On many keyboards the slash is above a digit.
  useHotkey('/', toggle, { shift: true });
  return (
    open && (
      <Suspense fallback={null}>
        <Shortcuts onClose={() => setOpen(false)} />
      </Suspense>
    )
  );
}
