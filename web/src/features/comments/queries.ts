import { keepPreviousData, queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { body, client } from '../../api/client';
import { everyItem } from '../../api/pages';
import type { MentionablePerson } from '../../api/types';
import type { CommentAnchor } from '../../editor/commentAnchors';
import { useDocumentInviting, useGranting } from '../sharing/queries';
import type { Mentionable } from './mentions';

export const threadsQuery = (documentId: string) =>
  queryOptions({
    queryKey: ['threads', documentId],
    queryFn: () =>
      everyItem((query) =>
        body(client.GET('/api/v1/documents/{id}/threads', { params: { path: { id: documentId }, query } })),
      ),
  });

export const MOST_OFFERED = 6;

/** Whom the person may mention by what they have typed: as far as they may know of them, those who can read it first. */
export const mentionableQuery = (documentId: string, typed: string | null) =>
  queryOptions({
    queryKey: ['mentionable', documentId, typed],
    queryFn: async () => {
      const params = { path: { id: documentId }, query: { q: typed ?? '', limit: MOST_OFFERED } };
      return (await body(client.GET('/api/v1/documents/{id}/mentionable', { params }))).items;
    },
    retry: false,
    // Without a network nobody is offered, and nobody waits.
    networkMode: 'always',
    staleTime: 60_000,
  });

export function useMentionable(documentId: string, typed: string | null) {
  return useQuery({
    ...mentionableQuery(documentId, typed),
    select: asMentionable,
    enabled: typed !== null,
    placeholderData: keepPreviousData,
  });
}

const asMentionable = (found: MentionablePerson[]): Mentionable[] =>
  found.map(({ userId, name, role }) => ({
    id: userId,
    name,
    hasAccess: role !== null,
    invitedAs: role === null ? 'commenter' : null,
    byLetter: false,
  }));

/** Lets those in who are to be mentioned, before they are: of what somebody can't read they aren't told. */
export function useLettingIn(documentId: string) {
  const { put } = useGranting(documentId);
  const { invite } = useDocumentInviting(documentId);
  return async (people: Mentionable[]) => {
    for (const { id, invitedAs, byLetter } of people) {
      if (invitedAs === null) continue;
      if (byLetter) await invite.mutateAsync({ email: id, role: invitedAs });
      else await put.mutateAsync({ userId: id, role: invitedAs });
    }
  };
}

export type NewAnchor = CommentAnchor & { quote: string };

/** Everything that can be done to the comments of a document; afterwards the list is read anew. */
export function useCommenting(documentId: string) {
  const queries = useQueryClient();
  const onSettled = () => queries.invalidateQueries(threadsQuery(documentId));
  const begin = useMutation({
    mutationFn: ({ anchor, text }: { anchor: NewAnchor; text: string }) =>
      body(
        client.POST('/api/v1/documents/{id}/threads', {
          params: { path: { id: documentId } },
          body: { anchor, body: text },
        }),
      ),
    onSettled,
  });
  const reply = useMutation({
    mutationFn: ({ thread, text }: { thread: string; text: string }) =>
      body(client.POST('/api/v1/threads/{thread}/comments', { params: { path: { thread } }, body: { body: text } })),
    onSettled,
  });
  const change = useMutation({
    mutationFn: ({ thread, ...changed }: { thread: string; status?: 'open' | 'resolved'; anchor?: NewAnchor }) =>
      body(client.PATCH('/api/v1/threads/{thread}', { params: { path: { thread } }, body: changed })),
    onSettled,
  });
  const edit = useMutation({
    mutationFn: ({ comment, text }: { comment: string; text: string }) =>
      body(client.PATCH('/api/v1/comments/{comment}', { params: { path: { comment } }, body: { body: text } })),
    onSettled,
  });
  const remove = useMutation({
    mutationFn: (comment: string) =>
      body(client.DELETE('/api/v1/comments/{comment}', { params: { path: { comment } } })),
    onSettled,
  });
  const react = useMutation({
    mutationFn: ({ comment, emoji, on }: { comment: string; emoji: string; on: boolean }) => {
      const params = { path: { comment, emoji } };
      return on
        ? body(client.PUT('/api/v1/comments/{comment}/reactions/{emoji}', { params }))
        : body(client.DELETE('/api/v1/comments/{comment}/reactions/{emoji}', { params }));
    },
    onSettled,
  });
  return { begin, reply, change, edit, remove, react };
}

export type Commenting = ReturnType<typeof useCommenting>;
