import { infiniteQueryOptions } from '@tanstack/react-query';

interface Page<T> {
  items: T[];
  nextCursor: string | null;
}

/** What the next page is asked for with. */
interface PageQuery {
  limit: number;
  cursor?: string;
}

/** The most that a list gives at once. */
const MOST = 200;

/** As much of a list as is looked at in one go. */
const PAGE = 50;

/** A list from its beginning to its end, page by page; `read` is given what to ask for the next one with. */
export async function everyItem<T>(read: (query: PageQuery) => Promise<Page<T>>): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | null = null;
  do {
    const page: Page<T> = await read({ limit: MOST, ...(cursor !== null && { cursor }) });
    items.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return items;
}

/** A list of which one page after another is shown, as the person asks for more; for `useInfiniteQuery`. */
export const pagewise = <T>(queryKey: readonly unknown[], read: (query: PageQuery) => Promise<Page<T>>, limit = PAGE) =>
  infiniteQueryOptions({
    queryKey,
    initialPageParam: null as string | null,
    queryFn: ({ pageParam }) => read({ limit, ...(pageParam !== null && { cursor: pageParam }) }),
    getNextPageParam: ({ nextCursor }) => nextCursor,
    select: ({ pages }) => pages.flatMap(({ items }) => items),
  });
