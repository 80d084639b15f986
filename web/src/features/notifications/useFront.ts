import { useState } from 'react';
import type { Notification } from '../../api/types';

/** What was unread at any time of this visit stays in front: what is being read doesn't jump away. */
export function useFront(items: Notification[]): (item: Notification) => boolean {
  const [front, setFront] = useState<ReadonlySet<string>>(new Set());
  const fresh = items.filter(({ id, readAt }) => readAt === null && !front.has(id));
  if (fresh.length > 0) setFront(new Set([...front, ...fresh.map(({ id }) => id)]));
  return ({ id, readAt }) => readAt === null || front.has(id);
}
