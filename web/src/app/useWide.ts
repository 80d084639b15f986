import { useSyncExternalStore } from 'react';

const wide = matchMedia('(min-width: 900px)');

function subscribe(listener: () => void): () => void {
  wide.addEventListener('change', listener);
  return () => wide.removeEventListener('change', listener);
}

/** There is room for the rail beside the content. */
export const useWide = (): boolean => useSyncExternalStore(subscribe, () => wide.matches);
