import { useEffect } from 'react';
import { warnsBeforeLeaving, type SaveState } from '../../sync/saveState';

/** The browser asks before the tab closes, but only while that could cost something. */
export function useLeaveWarning(save: SaveState): void {
  const warns = warnsBeforeLeaving(save);
  useEffect(() => {
    if (!warns) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [warns]);
}
