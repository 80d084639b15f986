/** How well a title answers what was typed: lower is better, null is not at all. */
export function closeness(title: string, typed: string): number | null {
  const name = title.toLocaleLowerCase();
  const wanted = typed.trim().toLocaleLowerCase();
  if (wanted === '') return 0;
  const at = name.indexOf(wanted);
  if (at === 0) return 0;
  if (at > 0) return /[\s\-_/.(]/.test(name[at - 1] ?? '') ? 1 : 2;
  const words = wanted.split(/\s+/);
  return words.every((word) => name.includes(word)) ? 3 : null;
}

/** The best answers first; of equals, in the order given. */
export function best<T>(items: T[], nameOf: (item: T) => string, typed: string, most: number): T[] {
  return items
    .map((item) => ({ item, close: closeness(nameOf(item), typed) }))
    .filter((entry): entry is { item: T; close: number } => entry.close !== null)
    .sort((a, b) => a.close - b.close)
    .slice(0, most)
    .map(({ item }) => item);
}
