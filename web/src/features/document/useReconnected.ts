import { useEffect, useEffectEvent, useRef } from 'react';
import type { LiveDocument } from '../../sync/liveDocument';
import { useWatched } from './useWatched';

/** Calls when the document's line is there again: what was told meanwhile was told to others only. */
export function useReconnected({ save }: LiveDocument, run: () => void): void {
  const wasAway = useRef(false);
  const isAway = useWatched(save, ({ kind }) => kind === 'offline' || kind === 'local-fail');
  const back = useEffectEvent(run);
  useEffect(() => {
    if (wasAway.current && !isAway) back();
    wasAway.current = isAway;
  }, [isAway]);
}
