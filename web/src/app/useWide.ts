import { useSyncExternalStore } from 'react';

const wide = media('(min-width: 900px)');
const phone = media('(max-width: 640px)');
const still = media('(prefers-reduced-motion: reduce)');

/** There is room for the rail beside the content. */
export const useWide = (): boolean => useSyncExternalStore(wide.subscribe, wide.matches);

/** A telephone's width: the bar has room for one row of what is needed most. */
export const usePhone = (): boolean => useSyncExternalStore(phone.subscribe, phone.matches);

/** Nothing is to move by itself. */
export const useStill = (): boolean => useSyncExternalStore(still.subscribe, still.matches);

function media(query: string) {
  const asked = matchMedia(query);
  return {
    subscribe: (listener: () => void) => {
      asked.addEventListener('change', listener);
      return () => asked.removeEventListener('change', listener);
    },
    matches: () => asked.matches,
  };
}
