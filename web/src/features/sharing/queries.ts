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

/** Invitations by address, to this one document, that can still be accepted. */
export const documentInvitesQuery = (documentId: string) =>
  queryOptions({
    queryKey: ['document-invites', documentId],
    queryFn: async () => {
      const params = { path: { id: documentId }, query: { limit: ALL } };
      const { items } = await body(client.GET('/api/v1/documents/{id}/invites', { params }));
      return items.filter(({ isOpen }) => isOpen);
    },
    retry: false,
  });

export interface WantedInvite {
  email: string;
  role: Role;
  message?: string;
}

export function useDocumentInviting(documentId: string) {
  const queries = useQueryClient();
  const onSettled = () => queries.invalidateQueries(documentInvitesQuery(documentId));
  const params = { path: { id: documentId } };
  const invite = useMutation({
    mutationFn: (wanted: WantedInvite) => body(client.POST('/api/v1/documents/{id}/invites', { params, body: wanted })),
    onSettled,
  });
  const revoke = useMutation({
    mutationFn: (inviteId: string) =>
      body(
        client.DELETE('/api/v1/documents/{id}/invites/{invite}', {
          params: { path: { id: documentId, invite: inviteId } },
        }),
      ),
    onSettled,
  });
  return { invite, revoke };
}

/** Who waits for an answer. */
export const accessRequestsQuery = (documentId: string) =>
  queryOptions({
    queryKey: ['access-requests', documentId],
    queryFn: async () => {
      const params = { path: { id: documentId }, query: { limit: ALL } };
      return (await body(client.GET('/api/v1/documents/{id}/access-requests', { params }))).items;
    },
    retry: false,
  });

export function useAnswering(documentId: string) {
  const queries = useQueryClient();
  const onSettled = () =>
    Promise.all([
      queries.invalidateQueries(accessRequestsQuery(documentId)),
      queries.invalidateQueries(grantsQuery(documentId)),
    ]);
  const accept = useMutation({
    mutationFn: ({ request, role }: { request: string; role: Role }) =>
      body(
        client.POST('/api/v1/documents/{id}/access-requests/{request}/accept', {
          params: { path: { id: documentId, request } },
          body: { role },
        }),
      ),
    onSettled,
  });
  const decline = useMutation({
    mutationFn: (request: string) =>
      body(
        client.POST('/api/v1/documents/{id}/access-requests/{request}/decline', {
          params: { path: { id: documentId, request } },
        }),
      ),
    onSettled,
  });
  return { accept, decline };
}

/** What deleting the link would do to people. */
export const effectOfLinkRemoval = (documentId: string, link: string) =>
  body(
    client.POST('/api/v1/documents/{id}/access/preview', {
      params: { path: { id: documentId } },
      body: { link: { id: link } },
    }),
  );

/** Asks the owners; the answer is the same whether there is such a document or not. */
export const askForAccess = (documentId: string, wanted: { role: Role; message: string | null }) =>
  body(client.POST('/api/v1/documents/{id}/access-requests', { params: { path: { id: documentId } }, body: wanted }));
