import { useSyncExternalStore } from 'react';
import type { Watchable } from '../../sync/watched';

/** What matters of it. Small and plain, or the same object as before: the component is drawn when it differs. */
export function useWatched<T, Part>({ subscribe, get }: Watchable<T>, part: (value: T) => Part): Part {
  return useSyncExternalStore(subscribe, () => part(get()));
}
