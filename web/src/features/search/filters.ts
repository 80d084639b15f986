/** What a search can be narrowed down by: a tag, a place, a person. They are typed as the API has them. */
export const FILTERS = ['tag', 'in', 'by'] as const;
export type FilterName = (typeof FILTERS)[number];

export interface SearchFilter {
  filter: FilterName;
  value: string;
}

/** One that can name nobody and no place; whether there is a tag shows by what is found. */
export type NamingFilter = SearchFilter & { filter: Exclude<FilterName, 'tag'> };

/** A filter that is still being typed: from its name to the end of what its value is so far. */
export interface BegunFilter extends SearchFilter {
  from: number;
  to: number;
}

const FILTER = /(?<!\S)(tag|in|by):("[^"]*"?|\S*)/gi;
const STRANGE = /(?<!\S)(\p{L}[\p{L}-]*):(?!\/\/)(?=\S)/gu;

interface Written extends BegunFilter {
  isQuoted: boolean;
  isClosed: boolean;
}

function written(text: string): Written[] {
  return [...text.matchAll(FILTER)].map((match) => {
    const [all, name = '', typed = ''] = match;
    const isQuoted = typed.startsWith('"');
    return {
      filter: FILTERS.find((filter) => filter === name.toLowerCase()) ?? 'tag',
      value: typed.replaceAll('"', '').trim(),
      from: match.index,
      to: match.index + all.length,
      isQuoted,
      isClosed: isQuoted && typed.length > 1 && typed.endsWith('"'),
    };
  });
}

const isAt = ({ filter, from, to, isClosed }: Written, cursor: number) =>
  !isClosed && from + filter.length < cursor && cursor <= to;

/** The filter that the cursor stands in; null where it stands in a word, or in none. */
export function begunFilter(text: string, cursor: number): BegunFilter | null {
  const found = written(text).find((one) => isAt(one, cursor));
  if (found === undefined) return null;
  const { filter, value, from, to } = found;
  return { filter, value, from, to };
}

/** Takes the filters that are typed to their end, by a blank or a quote, out of the text. */
export function takeFilters(text: string, cursor: number): { filters: SearchFilter[]; rest: string } {
  const finished = written(text).filter((one) => {
    const isEnded = one.isClosed || (!one.isQuoted && one.to < text.length);
    return isEnded && one.value !== '' && !isAt(one, cursor);
  });
  const rest = finished.reduceRight((left, { from, to }) => without(left, from, to), text);
  return { filters: finished.map(({ filter, value }) => ({ filter, value })), rest };
}

/** The text without a part of it and the blanks that followed. */
export const without = (text: string, from: number, to: number): string =>
  text.slice(0, from) + text.slice(to).trimStart();

export const isSameFilter = (a: { filter: string; value: string }, b: SearchFilter): boolean =>
  a.filter === b.filter && a.value === b.value;

/** Each of them once. */
export const withFilters = (filters: SearchFilter[], more: SearchFilter[]): SearchFilter[] =>
  more.reduce((all, one) => (all.some((other) => isSameFilter(other, one)) ? all : [...all, one]), filters);

/** What the server is asked: the filters first, since its last word may still be going on. */
export const asQuery = (filters: SearchFilter[], words: string): string =>
  [...filters.map(({ filter, value }) => `${filter}:${quoted(value)}`), words.trim()].join(' ').trim();

/** There is no quote within quotes: what stands before it is enough to find a name by. */
const quoted = (value: string): string =>
  /\s/.test(value) ? `"${(value.replace(/^"+/, '').split('"')[0] ?? '').trim()}"` : value.replace(/^"+/, '');

/** What was typed as a filter and isn't one: `author` of `author:ada`. */
export function strangeFilter(words: string): string | null {
  const names = [...words.matchAll(STRANGE)].map(([, name = '']) => name);
  return names.find((name) => !FILTERS.some((filter) => filter === name.toLowerCase())) ?? null;
}
