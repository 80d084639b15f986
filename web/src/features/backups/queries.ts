import { queryOptions } from '@tanstack/react-query';
import { body, client } from '../../api/client';

export const backupsQuery = queryOptions({
  queryKey: ['backups'],
  queryFn: () => body(client.GET('/api/v1/backups')),
});
