import { useEffect, useEffectEvent, useRef } from 'react';
import type { LiveView } from '../../sync/liveView';

/** Calls when the document's line is there again: what was told meanwhile was told to others only. */
export function useReconnected({ save }: LiveView, run: () => void): void {
  const wasAway = useRef(false);
  const isAway = save.kind === 'offline' || save.kind === 'local-fail';
  const back = useEffectEvent(run);
  useEffect(() => {
    if (wasAway.current && !isAway) back();
    wasAway.current = isAway;
  }, [isAway]);
}
