import { useEffect } from 'react';
import { serverNow } from '../../api/serverClock';
import { noteLook } from '../../sync/looks';
import { rememberedMe } from '../auth/remembered';

const AGAIN = 10_000;

/**
 * Remembers until when somebody had the document before their eyes.
 *
 * @param sees false while what is shown may be old: without a connection nobody sees what others write.
 */
export function useLooking(userId: string, documentId: string, sees: boolean): void {
  useEffect(() => {
    if (!sees) return;
    // Who signs out leaves the document as well, and nothing of them stays.
    const note = () => {
      if (rememberedMe()?.id === userId) noteLook(userId, documentId, serverNow());
    };
    const noteIfSeen = () => {
      if (document.visibilityState === 'visible') note();
    };
    noteIfSeen();
    const timer = setInterval(noteIfSeen, AGAIN);
    // Until now it was in sight, or is from now on.
    document.addEventListener('visibilitychange', note);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', note);
      noteIfSeen();
    };
  }, [userId, documentId, sees]);
}
