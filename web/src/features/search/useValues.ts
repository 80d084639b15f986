import { useQuery } from '@tanstack/react-query';
import type { components } from '../../api/schema';
import type { FilterName } from './filters';
import { best } from './matches';
import { valuesQuery } from './queries';
import { useDebounced } from './useDebounced';

type FilterValue = components['schemas']['FilterSuggestion'];

const PAUSE = 150;
const MOST = 8;

/** What a filter can be set to, as far as the person may know of it; without a filter nothing is asked. */
export function useValues(workspaceId: string, filter: FilterName | null, typed: string) {
  const asked = useDebounced(typed, PAUSE);
  const {
    data = [],
    isPlaceholderData,
    isFetching,
  } = useQuery({
    ...valuesQuery(workspaceId, filter, asked),
    // Until the server has answered to what is typed by now, those of its last answer that still fit.
    placeholderData: (before, query) => (query?.queryKey[2] === filter ? before : undefined),
  });
  const isSettled = asked === typed && !isFetching;
  const values = isSettled && !isPlaceholderData ? data : best(data, ({ value }) => value, typed, MOST);
  return { values: exactFirst(values, typed), isSettled };
}

/** Whoever typed all of a name means that one, and not a longer one. */
function exactFirst(values: FilterValue[], typed: string): FilterValue[] {
  const wanted = typed.toLocaleLowerCase();
  const isExact = ({ value }: FilterValue) => value.toLocaleLowerCase() === wanted;
  return [...values.filter(isExact), ...values.filter((value) => !isExact(value))];
}
