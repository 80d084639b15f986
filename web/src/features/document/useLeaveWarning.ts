import { useEffect } from 'react';
import type { DraftView } from '../../sync/draft';
import { warnsBeforeLeaving, type SaveState } from '../../sync/saveState';

/**
 * The browser asks before the tab closes, but only while that could cost something.
 *
 * @param busy Something beside the text is still on its way.
 */
export function useLeaveWarning(save: SaveState, { changes, storage }: DraftView, busy: boolean): void {
  const warns = busy || warnsBeforeLeaving(save) || (changes.length > 0 && storage === 'failed');
  useEffect(() => {
    if (!warns) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [warns]);
}
