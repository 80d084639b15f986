import { strangeFilter, type BegunFilter, type NamingFilter, type SearchFilter } from './filters';

/** What is to be said below the search box: why there is nothing, and what to do about it. */
export type Note =
  | { kind: 'offline' | 'offline-filters' | 'failed' | 'nothing' | 'nothing-filtered' }
  | { kind: 'unknown'; filter: NamingFilter }
  | { kind: 'no-value'; filter: SearchFilter }
  | { kind: 'strange'; name: string };

interface Searched {
  /** The server can't be asked. */
  isOffline: boolean;
  /** It answered that it can't search now. */
  hasFailed: boolean;
  /** All answers to what is typed now are here. */
  isSettled: boolean;
  filters: SearchFilter[];
  begun: BegunFilter | null;
  words: string;
  /** Those of the filters that name nobody, or no place. */
  unknown: NamingFilter[];
  documents: number;
  /** Of whatever kind. */
  answers: number;
}

export function noteOn(searched: Searched): Note | null {
  const { isOffline, hasFailed, isSettled, filters, begun, words, unknown, documents, answers } = searched;
  if (isOffline) return { kind: filters.length > 0 || begun !== null ? 'offline-filters' : 'offline' };
  if (!isSettled) return null;
  if (hasFailed) return { kind: 'failed' };
  if (begun !== null) return answers === 0 ? { kind: 'no-value', filter: begun } : null;
  const [wrong] = unknown;
  if (wrong !== undefined) return { kind: 'unknown', filter: wrong };
  const strange = documents === 0 ? strangeFilter(words) : null;
  if (strange !== null) return { kind: 'strange', name: strange };
  if (answers > 0) return null;
  return { kind: filters.length > 0 ? 'nothing-filtered' : 'nothing' };
}
