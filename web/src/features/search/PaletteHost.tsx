import { lazy, Suspense } from 'react';
import { useHotkey } from '../../app/useHotkey';
import { setPaletteOpen, usePaletteOpen } from './usePalette';

const Palette = lazy(async () => ({ default: (await import('./Palette')).Palette }));

/** Ctrl-K anywhere; what it shows is loaded when it is asked for. */
export function PaletteHost({ workspaceId }: { workspaceId: string }) {
  const open = usePaletteOpen();
  useHotkey('k', () => setPaletteOpen(!open));
  useHotkey('f', () => setPaletteOpen(true), { shift: true });
  return (
    open && (
      <Suspense fallback={null}>
        <Palette workspaceId={workspaceId} />
      </Suspense>
    )
  );
}
