import { Suspense } from 'react';
import { lazyDialog } from '../../app/lazyDialog';
import { setPaletteOpen, usePalette } from './usePalette';

const WorkspacePalette = lazyDialog(
  async () => (await import('./WorkspacePalette')).WorkspacePalette,
  () => setPaletteOpen(false),
);

/** Ctrl-K anywhere; what it shows is loaded when it is asked for. */
export function PaletteHost({ workspaceId }: { workspaceId: string }) {
  return (
    usePalette() && (
      <Suspense fallback={null}>
        <WorkspacePalette workspaceId={workspaceId} />
      </Suspense>
    )
  );
}
