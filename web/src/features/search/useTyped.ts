import { useState } from 'react';
import {
  begunFilter,
  isSameFilter,
  takeFilters,
  without,
  withFilters,
  type BegunFilter,
  type FilterName,
  type SearchFilter,
} from './filters';

/** What stands in the search box: finished filters, and words with perhaps one filter more on its way. */
export interface Typed {
  filters: SearchFilter[];
  text: string;
  begun: BegunFilter | null;
  type: (text: string, cursor: number) => void;
  /** Behind what is there already. */
  begin: (filter: FilterName) => void;
  /** Takes the place of the filter that is begun, and of the words if it is made of them. */
  add: (filter: SearchFilter, rest: string) => void;
  /** The begun filter as it stands; false where it has no value yet. */
  finish: () => boolean;
  remove: (filter: SearchFilter) => void;
}

export function useTyped(): Typed {
  const [filters, setFilters] = useState<SearchFilter[]>([]);
  // Where it was typed last.
  const [{ text, cursor }, setWritten] = useState({ text: '', cursor: 0 });
  const begun = begunFilter(text, cursor);
  const write = (next: string, at = next.length) => setWritten({ text: next, cursor: at });
  const add = (filter: SearchFilter, rest: string) => {
    setFilters(withFilters(filters, [filter]));
    write(rest);
  };
  return {
    filters,
    text,
    begun,
    type: (next, at) => {
      const taken = takeFilters(next, at);
      if (taken.filters.length > 0) setFilters(withFilters(filters, taken.filters));
      write(taken.rest, at - (next.length - taken.rest.length));
    },
    begin: (filter) => write(`${text.trimEnd()} ${filter}:`.trimStart()),
    add,
    finish: () => {
      if (begun === null || begun.value === '') return false;
      add({ filter: begun.filter, value: begun.value }, restOf(text, begun));
      return true;
    },
    remove: (filter) => setFilters(filters.filter((other) => !isSameFilter(other, filter))),
  };
}

/** The words around a filter. */
export const restOf = (text: string, begun: BegunFilter): string => without(text, begun.from, begun.to);
