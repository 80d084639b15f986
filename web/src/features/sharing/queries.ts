import { queryOptions, useInfiniteQuery, useMutation, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { body, client } from '../../api/client';
import { everyItem, pagewise } from '../../api/pages';
import { isProblem } from '../../api/problem';
import type { Role } from '../../api/types';

const grantsOf = (documentId: string) => ({ queryKey: ['grants', documentId] });

/** Who has a role in the document, one page after another: guests by a link may be many. */
export function useGrants(documentId: string, enabled: boolean) {
  return useInfiniteQuery({
    ...pagewise(grantsOf(documentId).queryKey, (query) =>
      body(client.GET('/api/v1/documents/{id}/permissions', { params: { path: { id: documentId }, query } })),
    ),
    enabled,
    retry: false,
  });
}

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

/** Who may open the document has changed, and with them whom it may mention. */
const asWhoMayOpen = (queries: QueryClient, documentId: string) =>
  Promise.all([
    queries.invalidateQueries(grantsOf(documentId)),
    queries.invalidateQueries({ queryKey: ['mentionable', documentId] }),
  ]);

export function useGranting(documentId: string) {
  const queries = useQueryClient();
  const onSettled = () => asWhoMayOpen(queries, documentId);
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
    queryFn: () =>
      everyItem((query) =>
        body(
          client.GET('/api/v1/workspaces/{workspace}/invites', { params: { path: { workspace: workspaceId }, query } }),
        ),
      ),
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
  const resend = useMutation({
    mutationFn: (inviteId: string) =>
      body(client.POST('/api/v1/invites/{invite}/resend', { params: { path: { invite: inviteId } } })),
    onSettled,
  });
  const revoke = useMutation({
    mutationFn: (inviteId: string) =>
      body(client.DELETE('/api/v1/invites/{invite}', { params: { path: { invite: inviteId } } })),
    onSettled,
  });
  return { invite, resend, revoke };
}

export const linksQuery = (documentId: string) =>
  queryOptions({
    queryKey: ['links', documentId],
    queryFn: () =>
      everyItem((query) =>
        body(client.GET('/api/v1/documents/{id}/links', { params: { path: { id: documentId }, query } })),
      ),
    retry: false,
  });

export interface WantedLink {
  role: Role;
  label?: string;
  expiresAt?: string;
  password?: string;
  useLimit?: number;
  allowsGuests?: boolean;
}

/** What is left out stays, and null takes away. */
export interface LinkChange {
  role?: Role;
  label?: string | null;
  expiresAt?: string | null;
  password?: string | null;
  useLimit?: number | null;
  allowsGuests?: boolean;
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
  const change = useMutation({
    mutationFn: ({ link, changes }: { link: string; changes: LinkChange }) =>
      body(client.PATCH('/api/v1/links/{link}', { params: { path: { link } }, body: changes })),
    // What it says holds for those, too, who came in by it.
    onSettled: () => Promise.all([onSettled(), asWhoMayOpen(queries, documentId)]),
  });
  const remove = useMutation({
    mutationFn: (link: string) => body(client.DELETE('/api/v1/links/{link}', { params: { path: { link } } })),
    onSettled,
  });
  return { make, change, remove };
}

/** Invitations by address, to this one document, that nobody has accepted; also those whose time is over. */
export const documentInvitesQuery = (documentId: string) =>
  queryOptions({
    queryKey: ['document-invites', documentId],
    queryFn: async () => {
      const invites = await everyItem((query) =>
        body(client.GET('/api/v1/documents/{id}/invites', { params: { path: { id: documentId }, query } })),
      );
      return invites.filter(({ uses, useLimit }) => uses < useLimit);
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
  const resend = useMutation({
    mutationFn: (inviteId: string) =>
      body(
        client.POST('/api/v1/documents/{id}/invites/{invite}/resend', {
          params: { path: { id: documentId, invite: inviteId } },
        }),
      ),
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
  return { invite, resend, revoke };
}

/** Who waits for an answer. */
export const accessRequestsQuery = (documentId: string) =>
  queryOptions({
    queryKey: ['access-requests', documentId],
    queryFn: () =>
      everyItem((query) =>
        body(client.GET('/api/v1/documents/{id}/access-requests', { params: { path: { id: documentId }, query } })),
      ),
    retry: false,
  });

export function useAnswering(documentId: string) {
  const queries = useQueryClient();
  const onSettled = () =>
    Promise.all([queries.invalidateQueries(accessRequestsQuery(documentId)), asWhoMayOpen(queries, documentId)]);
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

/** Keeps the document from the workspace's members, or opens it to them. */
export function useRestriction(documentId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (isRestricted: boolean) =>
      body(
        client.PATCH('/api/v1/documents/{id}/access', { params: { path: { id: documentId } }, body: { isRestricted } }),
      ),
    onSettled: () => {
      void queries.invalidateQueries({ queryKey: ['documents'] });
      void queries.invalidateQueries({ queryKey: ['document', documentId] });
      return asWhoMayOpen(queries, documentId);
    },
  });
}

/** What that would do to people. */
export const effectOfRestriction = (documentId: string, isRestricted: boolean) =>
  body(
    client.POST('/api/v1/documents/{id}/access/preview', {
      params: { path: { id: documentId } },
      body: { access: { isRestricted } },
    }),
  );

/** What changing the link, or without changes deleting it, would do to people. */
export const effectOfLink = (documentId: string, link: string, changes?: LinkChange) =>
  body(
    client.POST('/api/v1/documents/{id}/access/preview', {
      params: { path: { id: documentId } },
      body: { link: { id: link, change: changes ?? null } },
    }),
  );

/** Asks the owners; the answer is the same whether there is such a document or not. */
export const askForAccess = (documentId: string, wanted: { role: Role; message: string | null }) =>
  body(client.POST('/api/v1/documents/{id}/access-requests', { params: { path: { id: documentId } }, body: wanted }));
