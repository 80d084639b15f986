import { queryOptions } from '@tanstack/react-query';
import { body, client } from '../../api/client';

const MOST = 20;

export const searchQuery = (workspaceId: string, words: string) =>
  queryOptions({
    queryKey: ['search', workspaceId, words],
    queryFn: async () =>
      (
        await body(
          client.GET('/api/v1/search', { params: { query: { q: words, workspace: workspaceId, limit: MOST } } }),
        )
      ).items,
    enabled: words.trim().length > 1,
    retry: false,
  });
