import { useSyncExternalStore } from 'react';
import { localEntries, type LocalEntry, type LocalFolder } from '../../sync/localEntries';

/** This browser's documents, the newest first; null until they are read. */
export const useLocalEntries = (): LocalEntry[] | null =>
  useSyncExternalStore(localEntries.subscribe, localEntries.all);

export const useLocalFolders = (): LocalFolder[] => useSyncExternalStore(localEntries.subscribe, localEntries.folders);
