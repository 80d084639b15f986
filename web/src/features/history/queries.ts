import { queryOptions, useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { body, client } from '../../api/client';
import { pagewise } from '../../api/pages';

const PAGE = 100;
/** What a version was never changes. */
const FOR_EVER = Infinity;

/** The newest first, a page after another. */
export function useVersions(documentId: string, enabled: boolean) {
  return useInfiniteQuery({
    ...pagewise(
      ['versions', documentId],
      (query) => body(client.GET('/api/v1/documents/{id}/versions', { params: { path: { id: documentId }, query } })),
      PAGE,
    ),
    // Whoever opens the history wants it as it is now.
    staleTime: 0,
    enabled,
  });
}

export const versionTextQuery = (versionId: string) =>
  queryOptions({
    queryKey: ['version-text', versionId],
    queryFn: () =>
      body(
        client.GET('/api/v1/versions/{version}/content', {
          params: { path: { version: versionId } },
          parseAs: 'text',
        }),
      ),
    staleTime: FOR_EVER,
  });

export const diffQuery = (documentId: string, from: string, to: string) =>
  queryOptions({
    queryKey: ['diff', documentId, from, to],
    queryFn: () =>
      body(client.GET('/api/v1/documents/{id}/diff', { params: { path: { id: documentId }, query: { from, to } } })),
    staleTime: FOR_EVER,
  });

export const blameQuery = (documentId: string) =>
  queryOptions({
    queryKey: ['blame', documentId],
    queryFn: async () => {
      const params = { path: { id: documentId } };
      const blame = await body(client.GET('/api/v1/documents/{id}/blame', { params }));
      const text = await body(client.GET('/api/v1/documents/{id}/content', { params, parseAs: 'text' }));
      return { ...blame, text: text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n') };
    },
    staleTime: 0,
  });

export function useVersioning(documentId: string) {
  const queries = useQueryClient();
  const onSuccess = () => queries.invalidateQueries({ queryKey: ['versions', documentId] });
  const name = useMutation({
    mutationFn: ({ version, name: wanted }: { version: string; name: string }) =>
      body(client.PATCH('/api/v1/versions/{version}', { params: { path: { version } }, body: { name: wanted } })),
    onSuccess,
  });
  const keep = useMutation({
    mutationFn: (wanted: string) =>
      body(
        client.POST('/api/v1/documents/{id}/versions', {
          params: { path: { id: documentId } },
          body: { name: wanted },
        }),
      ),
    onSuccess,
  });
  const restore = useMutation({
    mutationFn: (versionId: string) =>
      body(
        client.POST('/api/v1/documents/{id}/restore-version', {
          params: { path: { id: documentId } },
          body: { versionId },
        }),
      ),
    onSuccess,
  });
  return { name, keep, restore };
}
