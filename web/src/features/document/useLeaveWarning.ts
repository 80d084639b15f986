import { useEffect } from 'react';
import type { DraftView } from '../../sync/draft';
import { warnsBeforeLeaving, type SaveState } from '../../sync/saveState';

/** The browser asks before the tab closes, but only while that could cost something. */
export function useLeaveWarning(save: SaveState, { changes, storage }: DraftView, uploads: boolean): void {
  const warns = uploads || warnsBeforeLeaving(save) || (changes.length > 0 && storage === 'failed');
  useEffect(() => {
    if (!warns) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [warns]);
}
