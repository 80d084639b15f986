import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { body, client } from '../../api/client';
import { isProblem } from '../../api/problem';
import type { Thread } from '../../api/types';
import type { CommentAnchor } from '../../editor/commentAnchors';

const ALL = 200;

export const threadsQuery = (documentId: string) =>
  queryOptions({
    queryKey: ['threads', documentId],
    queryFn: async () => {
      const threads: Thread[] = [];
      let cursor: string | null = null;
      do {
        const page: { items: Thread[]; nextCursor: string | null } = await body(
          client.GET('/api/v1/documents/{id}/threads', {
            params: { path: { id: documentId }, query: { limit: ALL, ...(cursor === null ? {} : { cursor }) } },
          }),
        );
        threads.push(...page.items);
        cursor = page.nextCursor;
      } while (cursor !== null);
      return threads;
    },
  });

interface Named {
  userId: string;
  name: string;
}

const MOST_MENTIONABLE = 50;

/** Whom the person may mention: those who can read the document, as far as they may know of them. */
export function useMentionable(documentId: string, mayComment: boolean) {
  return useQuery({
    queryKey: ['mentionable', documentId],
    queryFn: async () => {
      const params = { path: { id: documentId }, query: { limit: MOST_MENTIONABLE } };
      const { items } = await body(client.GET('/api/v1/documents/{id}/mentionable', { params }));
      return items.filter(({ role }) => role !== null);
    },
    enabled: mayComment,
    retry: false,
    staleTime: 60_000,
  });
}

/** Those who can open the document, as far as the person may know of them. */
export function usePeople(documentId: string) {
  return useQuery({
    queryKey: ['people', documentId],
    queryFn: () => peopleOf(documentId),
    retry: false,
    staleTime: 60_000,
  });
}

async function peopleOf(id: string): Promise<Named[]> {
  const query = { limit: ALL };
  try {
    return (await body(client.GET('/api/v1/documents/{id}/permissions', { params: { path: { id }, query } }))).items;
  } catch (error) {
    if (!isProblem(error, 403)) throw error;
  }
  const { workspaceId: workspace } = await body(client.GET('/api/v1/documents/{id}', { params: { path: { id } } }));
  return (await body(client.GET('/api/v1/workspaces/{workspace}/members', { params: { path: { workspace }, query } })))
    .items;
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
