import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { isProblem } from '../../api/problem';
import type { LiveDocument } from '../../sync/liveDocument';
import type { LiveView } from '../../sync/liveView';
import { documentQuery } from './queries';

/**
 * A document that has gone under an open page is asked about, and opens again when it is there again: taken out of the
 * trash, or shared once more. The answer is whether it is in the trash.
 */
export function useReturn(documentId: string, live: LiveDocument, { ended }: LiveView): boolean {
  const queries = useQueryClient();
  const { error, isFetching } = useQuery(documentQuery(documentId));
  const isGone = ended === 'gone';
  // It was seen to be gone: what the page knew before says nothing.
  const missed = useRef(false);
  useEffect(() => {
    if (isGone) void queries.invalidateQueries(documentQuery(documentId));
    missed.current = false;
  }, [isGone, documentId, queries]);
  useEffect(() => {
    if (!isGone || isFetching) return;
    if (error !== null) {
      missed.current = true;
    } else if (missed.current) {
      missed.current = false;
      live.stop();
      live.start();
    }
  }, [isGone, isFetching, error, live]);
  return isProblem(error, 410);
}
