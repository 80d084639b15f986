import { useEffect, useEffectEvent, useState } from 'react';

const STEP = 1_500;

/**
 * From one version to the next by itself; at the end it begins anew when it is asked to.
 *
 * @param may whether anything may go by itself.
 */
export function usePlaying(at: number, count: number, show: (index: number) => void, may: boolean) {
  const [wanted, setWanted] = useState(false);
  const playing = wanted && may;
  const step = useEffectEvent(() => {
    if (at + 1 >= count) setWanted(false);
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
      setWanted(!playing);
    },
    stop: () => setWanted(false),
  };
}
