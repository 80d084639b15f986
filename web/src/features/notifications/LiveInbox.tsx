import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { workspacesQuery } from '../workspace/queries';
import { keepInboxLive } from './inboxStream';
import { INBOX } from './queries';

/** Shows nothing: keeps the inbox, and how much is unread, as it is on the server. */
export function LiveInbox() {
  const queries = useQueryClient();
  const { data: workspaces } = useQuery(workspacesQuery);
  // What concerns a person is told on the stream of any of their workspaces.
  const workspace = workspaces?.[0]?.id;
  useEffect(
    () => (workspace === undefined ? undefined : keepInboxLive(workspace, () => void queries.invalidateQueries(INBOX))),
    [workspace, queries],
  );
  return null;
}
