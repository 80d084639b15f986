import type { Thread } from '../../api/types';

export const FILTERS = ['open', 'mine', 'resolved', 'orphaned'] as const;
export type Filter = (typeof FILTERS)[number];

export function filtered(threads: Thread[], filter: Filter, myId: string): Thread[] {
  switch (filter) {
    case 'open':
      return threads.filter(({ status, orphaned }) => status === 'open' && !orphaned);
    case 'mine':
      return threads.filter((thread) => concerns(thread, myId));
    case 'resolved':
      return threads.filter(({ status }) => status === 'resolved');
    case 'orphaned':
      return threads.filter(({ status, orphaned }) => status === 'open' && orphaned);
  }
}

function concerns({ createdBy, comments }: Thread, myId: string): boolean {
  return (
    createdBy.id === myId || comments.some(({ author, mentions }) => author.id === myId || mentions.includes(myId))
  );
}

export const ORDERS = ['place', 'time'] as const;
export type Order = (typeof ORDERS)[number];

export const ordered = (threads: Thread[], order: Order): Thread[] =>
  order === 'place' ? byPlace(threads) : byTime(threads);

/** In the order of the text; those without a place last, the oldest first. */
function byPlace(threads: Thread[]): Thread[] {
  const place = ({ anchor }: Thread) => anchor.range?.start ?? Infinity;
  return [...threads].sort((a, b) => {
    const [first, second] = [place(a), place(b)];
    return first === second ? a.createdAt.localeCompare(b.createdAt) : first - second;
  });
}

/** Where something was said last comes first. */
function byTime(threads: Thread[]): Thread[] {
  const last = ({ createdAt, comments }: Thread) => comments.at(-1)?.createdAt ?? createdAt;
  return [...threads].sort((a, b) => last(b).localeCompare(last(a)));
}
