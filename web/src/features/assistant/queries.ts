import { queryOptions } from '@tanstack/react-query';
import { body, client } from '../../api/client';

export const usageQuery = queryOptions({
  queryKey: ['assistant-usage'],
  queryFn: () => body(client.GET('/api/v1/ai/usage')),
});

export const modelsQuery = queryOptions({
  queryKey: ['assistant-models'],
  queryFn: async () => (await body(client.GET('/api/v1/ai/models'))).data.map(({ id }) => id),
  staleTime: Infinity,
});
