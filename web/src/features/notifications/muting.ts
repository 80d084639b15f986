import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { body, client } from '../../api/client';
import { INBOX } from './queries';

/** A thread, or all of a document. */
export type Mutable = { threadId: string } | { documentId: string };

export const mutesQuery = queryOptions({
  queryKey: ['mutes'],
  queryFn: async () => (await body(client.GET('/api/v1/me/mutes'))).items,
});

/** To hear nothing more of something, or to hear of it again. */
export function useMuting() {
  const queries = useQueryClient();
  const onSettled = () => Promise.all([queries.invalidateQueries(INBOX), queries.invalidateQueries(mutesQuery)]);
  const mute = useMutation({
    mutationFn: (what: Mutable) =>
      'threadId' in what
        ? body(client.PUT('/api/v1/threads/{thread}/mute', { params: { path: { thread: what.threadId } } }))
        : body(client.PUT('/api/v1/documents/{id}/mute', { params: { path: { id: what.documentId } } })),
    onSettled,
  });
  const unmute = useMutation({
    mutationFn: (what: Mutable) =>
      'threadId' in what
        ? body(client.DELETE('/api/v1/threads/{thread}/mute', { params: { path: { thread: what.threadId } } }))
        : body(client.DELETE('/api/v1/documents/{id}/mute', { params: { path: { id: what.documentId } } })),
    onSettled,
  });
  return { mute, unmute };
}
