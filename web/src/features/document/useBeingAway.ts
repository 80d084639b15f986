import { useEffect } from 'react';
import type { LiveDocument } from '../../sync/liveDocument';

/** Without a key, a click or a touch for so long, somebody is taken to be elsewhere. */
const AWAY_AFTER = 3 * 60_000;
const SIGNS = ['keydown', 'pointerdown', 'pointermove', 'wheel', 'touchstart'] as const;

/** Tells the others when nobody is at this window any more: nothing happens in it, or it is out of sight. */
export function useBeingAway(live: LiveDocument): void {
  useEffect(() => {
    let waiting: ReturnType<typeof setTimeout> | undefined;
    const here = () => {
      clearTimeout(waiting);
      const isHidden = document.visibilityState === 'hidden';
      live.setAway(isHidden);
      if (!isHidden) waiting = setTimeout(() => live.setAway(true), AWAY_AFTER);
    };
    for (const sign of SIGNS) window.addEventListener(sign, here, { passive: true, capture: true });
    document.addEventListener('visibilitychange', here);
    here();
    return () => {
      clearTimeout(waiting);
      for (const sign of SIGNS) window.removeEventListener(sign, here, { capture: true });
      document.removeEventListener('visibilitychange', here);
    };
  }, [live]);
}
