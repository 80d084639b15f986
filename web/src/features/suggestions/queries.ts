import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { body, client } from '../../api/client';
import { everyItem } from '../../api/pages';

export const suggestionsQuery = (documentId: string) =>
  queryOptions({
    queryKey: ['suggestions', documentId],
    queryFn: () =>
      everyItem((query) =>
        body(client.GET('/api/v1/documents/{id}/suggestions', { params: { path: { id: documentId }, query } })),
      ),
  });

export interface Decision {
  suggestion: string;
  how: 'accept' | 'reject';
  /** Left out: all that are open. */
  hunks?: string[];
}

/** What can be done with suggestions; afterwards the list is read anew. */
export function useDeciding(documentId: string) {
  const queries = useQueryClient();
  const onSettled = () => queries.invalidateQueries(suggestionsQuery(documentId));
  const decide = useMutation({
    mutationFn: ({ suggestion, how, hunks }: Decision) => {
      const options = { params: { path: { suggestion } }, body: hunks === undefined ? {} : { hunks } };
      return how === 'accept'
        ? body(client.POST('/api/v1/suggestions/{suggestion}/accept', options))
        : body(client.POST('/api/v1/suggestions/{suggestion}/reject', options));
    },
    onSettled,
  });
  const acceptTogether = useMutation({
    mutationFn: (suggestions: string[]) =>
      body(
        client.POST('/api/v1/documents/{id}/suggestions/accept', {
          params: { path: { id: documentId } },
          body: { suggestions },
        }),
      ),
    onSettled,
  });
  const reopen = useMutation({
    /** @param etag of the text that accepting them brought. */
    mutationFn: (etag: string) =>
      body(
        client.POST('/api/v1/documents/{id}/suggestions/reopen', {
          params: { path: { id: documentId } },
          body: { etag },
        }),
      ),
    onSettled,
  });
  const withdraw = useMutation({
    mutationFn: (suggestion: string) =>
      body(client.DELETE('/api/v1/suggestions/{suggestion}', { params: { path: { suggestion } } })),
    onSettled,
  });
  return { decide, acceptTogether, reopen, withdraw };
}

export type Deciding = ReturnType<typeof useDeciding>;
