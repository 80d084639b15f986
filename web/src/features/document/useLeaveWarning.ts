import { useEffect } from 'react';
import type { DraftView } from '../../sync/draft';

/**
 * The browser asks before the tab closes, but only while that could cost something.
 *
 * @param isUnsafe What was typed may be nowhere but on this page.
 * @param busy Something beside the text is still on its way.
 */
export function useLeaveWarning(isUnsafe: boolean, { changes, storage }: DraftView, busy: boolean): void {
  const warns = busy || isUnsafe || (changes.length > 0 && storage === 'failed');
  useEffect(() => {
    if (!warns) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [warns]);
}
