import { queryOptions } from '@tanstack/react-query';
import { body, client } from './client';

/** What this server offers; it doesn't change while it runs. */
export const configQuery = queryOptions({
  queryKey: ['config'],
  queryFn: () => body(client.GET('/api/v1/config')),
  staleTime: Infinity,
});
