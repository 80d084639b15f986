import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { body, client } from '../../api/client';
import type { Suggestion } from '../../api/types';

const ALL = 200;

export const suggestionsQuery = (documentId: string) =>
  queryOptions({
    queryKey: ['suggestions', documentId],
    queryFn: async () => {
      const suggestions: Suggestion[] = [];
      let cursor: string | null = null;
      do {
        const page: { items: Suggestion[]; nextCursor: string | null } = await body(
          client.GET('/api/v1/documents/{id}/suggestions', {
            params: { path: { id: documentId }, query: { limit: ALL, ...(cursor === null ? {} : { cursor }) } },
          }),
        );
        suggestions.push(...page.items);
        cursor = page.nextCursor;
      } while (cursor !== null);
      return suggestions;
    },
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
  const withdraw = useMutation({
    mutationFn: (suggestion: string) =>
      body(client.DELETE('/api/v1/suggestions/{suggestion}', { params: { path: { suggestion } } })),
    onSettled,
  });
  return { decide, withdraw };
}

export type Deciding = ReturnType<typeof useDeciding>;
