import { queryOptions } from '@tanstack/react-query';
import { body, client } from '../../api/client';
import type { PresentPerson } from '../../api/types';

const LOOK_AGAIN = 10_000;

/** Who has which document of the workspace open now, by the document: one question for a whole list, while it is in sight. */
export const presenceQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: ['presence', workspaceId],
    queryFn: async (): Promise<Record<string, PresentPerson[]>> => {
      const params = { path: { ws: workspaceId } };
      const { documents } = await body(client.GET('/api/v1/workspaces/{ws}/presence', { params }));
      return Object.fromEntries(documents.map(({ documentId, people }) => [documentId, people]));
    },
    refetchInterval: LOOK_AGAIN,
    retry: false,
  });

/** Once each, whatever works for them besides; oneself isn't news. */
export function othersIn(people: readonly PresentPerson[] | undefined, me: string): PresentPerson[] {
  const others = (people ?? []).filter(({ userId }) => userId !== me);
  return others.filter(({ userId }, at) => others.findIndex((one) => one.userId === userId) === at);
}
