interface Page<T> {
  items: T[];
  nextCursor: string | null;
}

/** The most that a list gives at once. */
const MOST = 200;

/** A list from its beginning to its end, page by page; `read` is given what to ask for the next one with. */
export async function everyItem<T>(
  read: (query: { limit: number; cursor?: string }) => Promise<Page<T>>,
): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | null = null;
  do {
    const page: Page<T> = await read({ limit: MOST, ...(cursor !== null && { cursor }) });
    items.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return items;
}
