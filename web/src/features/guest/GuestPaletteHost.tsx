import { Suspense } from 'react';
import { lazyDialog } from '../../app/lazyDialog';
import type { LocalEntry } from '../../sync/localEntries';
import { setPaletteOpen, usePalette } from '../search/usePalette';

const GuestPalette = lazyDialog(
  async () => (await import('./GuestPalette')).GuestPalette,
  () => setPaletteOpen(false),
);

/** Ctrl-K, for who isn't signed in. */
export function GuestPaletteHost({ entries }: { entries: LocalEntry[] }) {
  return (
    usePalette() && (
      <Suspense fallback={null}>
        <GuestPalette entries={entries} />
      </Suspense>
    )
  );
}
