import { useMutation, useQueryClient } from '@tanstack/react-query';
import { body, client } from '../../api/client';
import { pagewise } from '../../api/pages';

const keyOf = (workspace: string) => ['workspace-agents', workspace];

/** The tokens of the workspace's members, the newest first. */
export const workspaceAgents = (workspace: string) =>
  pagewise(keyOf(workspace), (query) =>
    body(client.GET('/api/v1/workspaces/{workspace}/agents', { params: { path: { workspace }, query } })),
  );

export function usePausingHere(workspace: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id: token, paused }: { id: string; paused: boolean }) =>
      body(
        client.PATCH('/api/v1/workspaces/{workspace}/agents/{token}', {
          params: { path: { workspace, token } },
          body: { paused },
        }),
      ),
    onSettled: () => queries.invalidateQueries({ queryKey: keyOf(workspace) }),
  });
}
