import { useMutation, useQueryClient } from '@tanstack/react-query';
import { body, client } from '../../api/client';
import { pagewise } from '../../api/pages';

const linksOf = (workspace: string) => ['workspace-links', workspace];
const pagesOf = (workspace: string) => ['workspace-publications', workspace];

/** The links into its documents, the newest first. */
export const workspaceLinks = (workspace: string) =>
  pagewise(linksOf(workspace), (query) =>
    body(client.GET('/api/v1/workspaces/{workspace}/links', { params: { path: { workspace }, query } })),
  );

/** Its documents that anybody can read as a page. */
export const publicPages = (workspace: string) =>
  pagewise(pagesOf(workspace), (query) =>
    body(client.GET('/api/v1/workspaces/{workspace}/publications', { params: { path: { workspace }, query } })),
  );

export function useClosing(workspace: string) {
  const queries = useQueryClient();
  // Where a document's own links are shown they have gone, too.
  const onSettled = () =>
    Promise.all([
      queries.invalidateQueries({ queryKey: linksOf(workspace) }),
      queries.invalidateQueries({ queryKey: pagesOf(workspace) }),
      queries.invalidateQueries({ queryKey: ['links'] }),
      queries.invalidateQueries({ queryKey: ['publication'] }),
    ]);
  const removeLink = useMutation({
    mutationFn: (link: string) => body(client.DELETE('/api/v1/links/{link}', { params: { path: { link } } })),
    onSettled,
  });
  const removeAll = useMutation({
    mutationFn: () => body(client.DELETE('/api/v1/workspaces/{workspace}/links', { params: { path: { workspace } } })),
    onSettled,
  });
  const withdraw = useMutation({
    mutationFn: (document: string) =>
      body(client.DELETE('/api/v1/documents/{id}/publication', { params: { path: { id: document } } })),
    onSettled,
  });
  return { removeLink, removeAll, withdraw };
}
