import { useSyncExternalStore } from 'react';
import { keys } from '../../app/shortcuts';

/** The person's keys, shown anew when they choose others. */
export function useKeys(): typeof keys {
  useSyncExternalStore(keys.subscribe, keys.chosen);
  return keys;
}
