import { queryOptions } from '@tanstack/react-query';
import { body, client } from '../../api/client';

/** What this server offers; it doesn't change while it runs. */
export const configQuery = queryOptions({
  queryKey: ['config'],
  queryFn: () => body(client.GET('/api/v1/config')),
  staleTime: Infinity,
});

export const usageQuery = queryOptions({
  queryKey: ['assistant-usage'],
  queryFn: () => body(client.GET('/api/v1/ai/usage')),
});

export const modelsQuery = queryOptions({
  queryKey: ['assistant-models'],
  queryFn: async () => (await body(client.GET('/api/v1/ai/models'))).data.map(({ id }) => id),
  staleTime: Infinity,
});
