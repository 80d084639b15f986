import { useEffect } from 'react';
import { useIsGuest } from '../auth/useSession';
import { isSeen } from './placeOf';
import { useInbox, useReading } from './queries';

/** What somebody sees in the document that they have open needn't wait in their inbox. */
export function useSeen(documentId: string, activeThread: string | null): void {
  // They have none.
  const isGuest = useIsGuest();
  const { data } = useInbox(!isGuest);
  const { mutate: read } = useReading();
  const seen = data?.items.filter((item) => item.readAt === null && isSeen(item, documentId, activeThread)) ?? [];
  const ids = seen.map(({ id }) => id).join();
  useEffect(() => {
    if (ids !== '') read({ ids: ids.split(',') });
  }, [ids, read]);
}
