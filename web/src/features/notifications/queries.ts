import { queryOptions, useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { body, client } from '../../api/client';

const PAGE = 50;
const LOOK_AGAIN = 60_000;

export const INBOX = { queryKey: ['inbox'] };

/** A page after another, the newest first; and how much is unread, all in all. */
export function useInbox(enabled = true) {
  return useInfiniteQuery({
    ...INBOX,
    initialPageParam: null as string | null,
    queryFn: ({ pageParam }) =>
      body(
        client.GET('/api/v1/notifications', {
          params: { query: { limit: PAGE, ...(pageParam !== null && { cursor: pageParam }) } },
        }),
      ),
    getNextPageParam: ({ nextCursor }) => nextCursor,
    select: ({ pages }) => ({ unread: pages[0]?.unread ?? 0, items: pages.flatMap(({ items }) => items) }),
    refetchInterval: LOOK_AGAIN,
    enabled,
  });
}

export type WhatToRead = { ids: string[] } | { before: string } | { documentId: string };

export function useReading() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (what: WhatToRead) => body(client.POST('/api/v1/notifications/read', { body: what })),
    onSettled: () => queries.invalidateQueries(INBOX),
  });
}

/** As if these had never been read. */
export function useUnreading() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (ids: string[]) => body(client.POST('/api/v1/notifications/unread', { body: { ids } })),
    onSettled: () => queries.invalidateQueries(INBOX),
  });
}

export const settingsQuery = queryOptions({
  queryKey: ['notification-settings'],
  queryFn: () => body(client.GET('/api/v1/me/notification-settings')),
});

export const CHANNELS = ['inApp', 'email', 'digest', 'push'] as const;
export type Channel = (typeof CHANNELS)[number];

export function useDigestTime() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (wanted: { digestHour: number; timeZone: string }) =>
      body(client.PUT('/api/v1/me/notification-settings', { body: wanted })),
    onSuccess: (settings) => queries.setQueryData(settingsQuery.queryKey, settings),
  });
}

export function useChoosing() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ event, channel, on }: { event: string; channel: Channel; on: boolean }) =>
      body(client.PUT('/api/v1/me/notification-settings', { body: { events: { [event]: { [channel]: on } } } })),
    onSuccess: (settings) => queries.setQueryData(settingsQuery.queryKey, settings),
  });
}
