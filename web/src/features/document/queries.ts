import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { body, client } from '../../api/client';
import { isProblem } from '../../api/problem';
import { documentAsked, type VersionedInfo } from './asking';

export const documentQuery = (documentId: string) =>
  queryOptions({
    queryKey: ['document', documentId],
    queryFn: () => documentAsked.ask(documentId),
  });

export function useRename(documentId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ title, etag }: { title: string; etag: string }): Promise<VersionedInfo> => {
      const answer = client.PATCH('/api/v1/documents/{id}', {
        params: { path: { id: documentId } },
        headers: { 'If-Match': etag },
        body: { title },
      });
      return { info: await body(answer), etag: (await answer).response.headers.get('ETag') ?? '' };
    },
    onSuccess: (renamed) => {
      queries.setQueryData(documentQuery(documentId).queryKey, renamed);
      void queries.invalidateQueries({ queryKey: ['documents', renamed.info.workspaceId] });
    },
    onError: () => queries.invalidateQueries(documentQuery(documentId)),
  });
}

export function useTrash(documentId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => body(client.DELETE('/api/v1/documents/{id}', { params: { path: { id: documentId } } })),
    onSuccess: () => {
      queries.removeQueries(documentQuery(documentId));
      void queries.invalidateQueries({ queryKey: ['documents'] });
    },
  });
}

export function useRestore(documentId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => body(client.POST('/api/v1/documents/{id}/restore', { params: { path: { id: documentId } } })),
    onSuccess: () => {
      void queries.invalidateQueries(documentQuery(documentId));
      void queries.invalidateQueries({ queryKey: ['documents'] });
    },
  });
}

/** By name; null where nobody is known, which guests never are told. */
export async function whoChangedAccess(documentId: string): Promise<string | null> {
  try {
    const { by } = await body(
      client.GET('/api/v1/documents/{id}/access/last-change', { params: { path: { id: documentId } } }),
    );
    return by;
  } catch (error) {
    if (isProblem(error)) return null;
    throw error;
  }
}
