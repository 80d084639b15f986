import { useEffect, useEffectEvent, useState } from 'react';

const STEP = 1_500;

/** From one version to the next by itself; at the end it begins anew when it is asked to. */
export function usePlaying(at: number, count: number, show: (index: number) => void) {
  const [playing, setPlaying] = useState(false);
  const step = useEffectEvent(() => {
    if (at + 1 >= count) setPlaying(false);
    else show(at + 1);
  });
  useEffect(() => {
    if (!playing) return;
    const ticking = setInterval(() => step(), STEP);
    return () => clearInterval(ticking);
  }, [playing]);
  return {
    playing,
    toggle: () => {
      if (!playing && at + 1 >= count) show(0);
      setPlaying(!playing);
    },
    stop: () => setPlaying(false),
  };
}
