import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { body, client } from '../../api/client';

const MOST = 100;
const LOOK_AGAIN = 60_000;

export const inboxQuery = queryOptions({
  queryKey: ['inbox'],
  queryFn: () => body(client.GET('/api/v1/notifications', { params: { query: { limit: MOST } } })),
  refetchInterval: LOOK_AGAIN,
});

export type WhatToRead = { ids: string[] } | { before: string } | { documentId: string };

export function useReading() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (what: WhatToRead) => body(client.POST('/api/v1/notifications/read', { body: what })),
    onSettled: () => queries.invalidateQueries(inboxQuery),
  });
}

export const settingsQuery = queryOptions({
  queryKey: ['notification-settings'],
  queryFn: () => body(client.GET('/api/v1/me/notification-settings')),
});

export const CHANNELS = ['inApp', 'email', 'digest', 'push'] as const;
export type Channel = (typeof CHANNELS)[number];

export function useChoosing() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ event, channel, on }: { event: string; channel: Channel; on: boolean }) =>
      body(client.PUT('/api/v1/me/notification-settings', { body: { events: { [event]: { [channel]: on } } } })),
    onSuccess: (settings) => queries.setQueryData(settingsQuery.queryKey, settings),
  });
}
