import { lazy, Suspense, useState } from 'react';
import { useHotkey } from '../../app/useHotkey';

const Shortcuts = lazy(async () => ({ default: (await import('./Shortcuts')).Shortcuts }));

/** Ctrl-/ anywhere: the keys that there are. */
export function ShortcutsHost() {
  const [open, setOpen] = useState(false);
  useHotkey('/', () => setOpen(!open));
  return (
    open && (
      <Suspense fallback={null}>
        <Shortcuts onClose={() => setOpen(false)} />
      </Suspense>
    )
  );
}
