import { queryOptions } from '@tanstack/react-query';
import { body, client } from '../../api/client';
import type { FilterName } from './filters';

const MOST = 20;
const SHORTEST = 2;

/** What answers, and the filters that name nobody and nothing. */
export const searchQuery = (workspaceId: string, asked: string) =>
  queryOptions({
    queryKey: ['search', workspaceId, asked],
    queryFn: () =>
      body(client.GET('/api/v1/search', { params: { query: { q: asked, workspace: workspaceId, limit: MOST } } })),
    enabled: asked.length >= SHORTEST,
    retry: false,
  });

/** What answers in all of the person's workspaces, and in what is shared with them. */
export const searchEverywhereQuery = (asked: string) =>
  queryOptions({
    queryKey: ['search', null, asked],
    queryFn: () => body(client.GET('/api/v1/search', { params: { query: { q: asked, limit: MOST } } })),
    enabled: asked.length >= SHORTEST,
    retry: false,
  });

/** Values that a filter can have, the nearest to what is typed of it first; null asks for none. */
export const valuesQuery = (workspaceId: string, filter: FilterName | null, typed: string) =>
  queryOptions({
    queryKey: ['search-values', workspaceId, filter, typed],
    queryFn: async () => {
      if (filter === null) return [];
      const query = { filter, q: typed, workspace: workspaceId };
      return (await body(client.GET('/api/v1/search/suggestions', { params: { query } }))).items;
    },
    enabled: filter !== null,
    retry: false,
  });
