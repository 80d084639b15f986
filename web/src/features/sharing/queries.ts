import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { body, client } from '../../api/client';
import { isProblem } from '../../api/problem';
import type { Role } from '../../api/types';

const ALL = 200;

export const grantsQuery = (documentId: string) =>
  queryOptions({
    queryKey: ['grants', documentId],
    queryFn: async () =>
      (
        await body(
          client.GET('/api/v1/documents/{id}/permissions', {
            params: { path: { id: documentId }, query: { limit: ALL } },
          }),
        )
      ).items,
    retry: false,
  });

/** The public page, or null where there is none. */
export const publicationQuery = (documentId: string) =>
  queryOptions({
    queryKey: ['publication', documentId],
    queryFn: async () => {
      try {
        return await body(client.GET('/api/v1/documents/{id}/publication', { params: { path: { id: documentId } } }));
      } catch (error) {
        if (isProblem(error, 404)) return null;
        throw error;
      }
    },
    retry: false,
  });

export function useGranting(documentId: string) {
  const queries = useQueryClient();
  const onSettled = () => queries.invalidateQueries(grantsQuery(documentId));
  const put = useMutation({
    mutationFn: ({ userId, role }: { userId: string; role: Role }) =>
      body(
        client.PUT('/api/v1/documents/{id}/permissions/{user}', {
          params: { path: { id: documentId, user: userId } },
          body: { role },
        }),
      ),
    onSettled,
  });
  const remove = useMutation({
    mutationFn: (userId: string) =>
      body(
        client.DELETE('/api/v1/documents/{id}/permissions/{user}', {
          params: { path: { id: documentId, user: userId } },
        }),
      ),
    onSettled,
  });
  return { put, remove };
}

export function usePublishing(documentId: string) {
  const queries = useQueryClient();
  const onSettled = () => queries.invalidateQueries(publicationQuery(documentId));
  const params = { path: { id: documentId } };
  const publish = useMutation({
    mutationFn: (wanted: { slug?: string; allowIndexing: boolean }) =>
      body(client.PUT('/api/v1/documents/{id}/publication', { params, body: wanted })),
    onSettled,
  });
  const withdraw = useMutation({
    mutationFn: () => body(client.DELETE('/api/v1/documents/{id}/publication', { params })),
    onSettled,
  });
  return { publish, withdraw };
}

export const invitesQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: ['invites', workspaceId],
    queryFn: async () =>
      (
        await body(
          client.GET('/api/v1/workspaces/{workspace}/invites', {
            params: { path: { workspace: workspaceId }, query: { limit: ALL } },
          }),
        )
      ).items,
    retry: false,
  });

export function useInviting(workspaceId: string) {
  const queries = useQueryClient();
  const onSettled = () => queries.invalidateQueries(invitesQuery(workspaceId));
  const invite = useMutation({
    mutationFn: (wanted: { role: Role; email: string | null; useLimit?: number }) =>
      body(
        client.POST('/api/v1/workspaces/{workspace}/invites', {
          params: { path: { workspace: workspaceId } },
          body: wanted,
        }),
      ),
    onSettled,
  });
  const revoke = useMutation({
    mutationFn: (inviteId: string) =>
      body(client.DELETE('/api/v1/invites/{invite}', { params: { path: { invite: inviteId } } })),
    onSettled,
  });
  return { invite, revoke };
}

export const linksQuery = (documentId: string) =>
  queryOptions({
    queryKey: ['links', documentId],
    queryFn: async () =>
      (
        await body(
          client.GET('/api/v1/documents/{id}/links', { params: { path: { id: documentId }, query: { limit: ALL } } }),
        )
      ).items,
    retry: false,
  });

export interface WantedLink {
  role: Role;
  expiresAt?: string;
  password?: string;
}

export function useLinks(documentId: string) {
  const queries = useQueryClient();
  const onSettled = () => queries.invalidateQueries(linksQuery(documentId));
  const make = useMutation({
    mutationFn: (wanted: WantedLink) =>
      body(
        client.POST('/api/v1/documents/{id}/links', {
          params: { path: { id: documentId } },
          body: wanted,
        }),
      ),
    onSettled,
  });
  const remove = useMutation({
    mutationFn: (link: string) => body(client.DELETE('/api/v1/links/{link}', { params: { path: { link } } })),
    onSettled,
  });
  return { make, remove };
}
