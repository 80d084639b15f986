import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { body, client } from '../../api/client';

export const treeQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: ['documents', workspaceId, 'tree'],
    queryFn: () =>
      body(client.GET('/api/v1/workspaces/{workspace}/tree', { params: { path: { workspace: workspaceId } } })),
  });

/** Everything that can be done to documents and folders from the tree; afterwards every list is read anew. */
export function useArranging(workspaceId: string) {
  const queries = useQueryClient();
  const onSettled = () => queries.invalidateQueries({ queryKey: ['documents'] });
  const createFolder = useMutation({
    mutationFn: ({ name, parentId }: { name: string; parentId: string | null }) =>
      body(
        client.POST('/api/v1/workspaces/{workspace}/folders', {
          params: { path: { workspace: workspaceId } },
          body: { name, parentId },
        }),
      ),
    onSettled,
  });
  const renameFolder = useMutation({
    mutationFn: ({ id, name }: { id: string; name: string }) =>
      body(client.PATCH('/api/v1/folders/{id}', { params: { path: { id } }, body: { name } })),
    onSettled,
  });
  const moveFolder = useMutation({
    mutationFn: ({ id, to }: { id: string; to: string | null }) =>
      body(client.PATCH('/api/v1/folders/{id}', { params: { path: { id } }, body: { parentId: to } })),
    onSettled,
  });
  const trashFolder = useMutation({
    mutationFn: (id: string) => body(client.DELETE('/api/v1/folders/{id}', { params: { path: { id } } })),
    onSettled,
  });
  const restoreFolder = useMutation({
    mutationFn: (id: string) => body(client.POST('/api/v1/folders/{id}/restore', { params: { path: { id } } })),
    onSettled,
  });
  const changeDocument = useMutation({
    mutationFn: ({ id, ...changed }: { id: string; title?: string; isTemplate?: boolean }) =>
      body(client.PATCH('/api/v1/documents/{id}', { params: { path: { id } }, body: changed })),
    onSettled: (_answer, _error, { id }) => {
      void queries.invalidateQueries({ queryKey: ['document', id] });
      return onSettled();
    },
  });
  const moveDocument = useMutation({
    mutationFn: ({ id, to }: { id: string; to: string | null }) =>
      body(client.POST('/api/v1/documents/{id}/move', { params: { path: { id } }, body: { folderId: to } })),
    onSettled,
  });
  const duplicate = useMutation({
    mutationFn: (id: string) =>
      body(client.POST('/api/v1/documents/{id}/duplicate', { params: { path: { id } }, body: {} })),
    onSettled,
  });
  const trashDocument = useMutation({
    mutationFn: (id: string) => body(client.DELETE('/api/v1/documents/{id}', { params: { path: { id } } })),
    onSettled,
  });
  const restoreDocument = useMutation({
    mutationFn: (id: string) => body(client.POST('/api/v1/documents/{id}/restore', { params: { path: { id } } })),
    onSettled,
  });
  const purge = useMutation({
    mutationFn: (id: string) =>
      body(client.DELETE('/api/v1/documents/{id}', { params: { path: { id }, query: { permanent: true } } })),
    onSettled,
  });
  const emptyTrash = useMutation({
    mutationFn: () =>
      body(client.DELETE('/api/v1/workspaces/{workspace}/trash', { params: { path: { workspace: workspaceId } } })),
    onSettled,
  });
  return {
    createFolder,
    renameFolder,
    moveFolder,
    trashFolder,
    restoreFolder,
    changeDocument,
    moveDocument,
    duplicate,
    trashDocument,
    restoreDocument,
    purge,
    emptyTrash,
  };
}

export type Arranging = ReturnType<typeof useArranging>;
