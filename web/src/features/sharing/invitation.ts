import { queryOptions } from '@tanstack/react-query';
import { body, client } from '../../api/client';

export const invitationQuery = (token: string) =>
  queryOptions({
    queryKey: ['invitation', token],
    queryFn: () => body(client.GET('/api/v1/invites/{invite}', { params: { path: { invite: token } } })),
    retry: false,
  });
