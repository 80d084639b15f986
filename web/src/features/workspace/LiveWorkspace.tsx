import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useMatch } from 'react-router';
import { documentQuery } from '../document/queries';
import { INBOX } from '../notifications/queries';
import { followChanges } from './followChanges';
import { workspacesQuery } from './queries';
import { keepWorkspaceLive } from './workspaceStream';

/** Shows nothing: keeps the inbox, the tree, the lists and the names of what is shown as they are on the server. */
export function LiveWorkspace() {
  const queries = useQueryClient();
  const workspace = useWorkspaceShown();
  useEffect(() => {
    if (workspace === undefined) return;
    const changes = followChanges(workspace, queries);
    const stop = keepWorkspaceLive(workspace, (event) => {
      if (event === 'changes') changes.look();
      else void queries.invalidateQueries(INBOX);
    });
    return () => {
      stop();
      changes.stop();
    };
  }, [workspace, queries]);
  return null;
}

/** Where none of the person's is shown, any: what concerns a person is told on the streams of all of them. */
function useWorkspaceShown(): string | undefined {
  const { data: workspaces } = useQuery(workspacesQuery);
  const inWorkspace = useMatch('/w/:workspaceId/*')?.params.workspaceId;
  const documentId = useMatch('/d/:documentId')?.params.documentId;
  // Its page asks for it.
  const { data: document } = useQuery({ ...documentQuery(documentId ?? ''), enabled: false });
  const shown = inWorkspace ?? document?.info.workspaceId;
  return (workspaces?.find(({ id }) => id === shown) ?? workspaces?.[0])?.id;
}
