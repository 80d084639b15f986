import { Suspense } from 'react';
import { lazyDialog } from '../../app/lazyDialog';
import { useShortcut } from '../../app/useShortcut';
import { setPaletteOpen, usePaletteOpen } from './usePalette';

const Palette = lazyDialog(
  async () => (await import('./Palette')).Palette,
  () => setPaletteOpen(false),
);

/** Ctrl-K anywhere; what it shows is loaded when it is asked for. */
export function PaletteHost({ workspaceId }: { workspaceId: string }) {
  const open = usePaletteOpen();
  useShortcut('palette', () => setPaletteOpen(!open));
  useShortcut('searchWorkspace', () => setPaletteOpen(true));
  return (
    open && (
      <Suspense fallback={null}>
        <Palette workspaceId={workspaceId} />
      </Suspense>
    )
  );
}
