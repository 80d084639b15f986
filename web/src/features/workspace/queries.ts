import { queryOptions, useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { body, client } from '../../api/client';
import { everyItem, pagewise } from '../../api/pages';
import type { Role } from '../../api/types';

export const workspacesQuery = queryOptions({
  queryKey: ['workspaces'],
  queryFn: () => everyItem((query) => body(client.GET('/api/v1/workspaces', { params: { query } }))),
});

export const membersQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: ['members', workspaceId],
    queryFn: () =>
      everyItem((query) =>
        body(
          client.GET('/api/v1/workspaces/{workspace}/members', { params: { path: { workspace: workspaceId }, query } }),
        ),
      ),
  });

/** A page of documents after another, those first that were written in last. */
export function useDocuments(workspaceId: string, tag: string | null = null) {
  return useInfiniteQuery(
    pagewise(['documents', workspaceId, 'list', tag], (page) => {
      const params = {
        path: { workspace: workspaceId },
        query: { ...page, sort: 'updated', ...(tag !== null && { tag }) },
      };
      return body(client.GET('/api/v1/workspaces/{workspace}/documents', { params }));
    }),
  );
}

export const templatesQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: ['documents', workspaceId, 'templates'],
    queryFn: () =>
      everyItem((page) => {
        const params = { path: { workspace: workspaceId }, query: { ...page, template: true } };
        return body(client.GET('/api/v1/workspaces/{workspace}/documents', { params }));
      }),
  });

/** What was thrown away, a page after another. */
export function useTrash(workspaceId: string) {
  return useInfiniteQuery(
    pagewise(['documents', workspaceId, 'trash'], (query) => {
      const params = { path: { workspace: workspaceId }, query };
      return body(client.GET('/api/v1/workspaces/{workspace}/trash', { params }));
    }),
  );
}

/** The folders in the trash that were thrown away themselves. */
export const trashedFoldersQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: ['documents', workspaceId, 'trash', 'folders'],
    queryFn: () =>
      everyItem((query) =>
        body(
          client.GET('/api/v1/workspaces/{workspace}/trash/folders', {
            params: { path: { workspace: workspaceId }, query },
          }),
        ),
      ),
  });

/** Of workspaces that the person isn't in, a page after another. */
export function useShared() {
  return useInfiniteQuery(
    pagewise(['documents', 'shared'], (query) => body(client.GET('/api/v1/documents/shared', { params: { query } }))),
  );
}

export function useCreateWorkspace() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (name: string) => body(client.POST('/api/v1/workspaces', { body: { name } })),
    onSuccess: () => queries.invalidateQueries(workspacesQuery),
  });
}

/** What a new document begins with, beside its title. */
export interface NewDocument {
  folderId?: string;
  templateId?: string;
  isRestricted?: boolean;
}

export function useCreateDocument(workspaceId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (wanted: { title: string } & NewDocument) =>
      body(
        client.POST('/api/v1/workspaces/{workspace}/documents', {
          params: { path: { workspace: workspaceId } },
          body: wanted,
        }),
      ),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['documents', workspaceId] }),
  });
}

/** What another role, or none, would do to the person; refused where giving it would be. */
export const effectOnMember = (workspace: string, user: string, role: Role | null) =>
  body(
    client.POST('/api/v1/workspaces/{workspace}/members/{user}/preview', {
      params: { path: { workspace, user } },
      body: { role },
    }),
  );

export function usePutMember(workspaceId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ userId, role }: { userId: string; role: Role }) =>
      body(
        client.PUT('/api/v1/workspaces/{workspace}/members/{user}', {
          params: { path: { workspace: workspaceId, user: userId } },
          body: { role },
        }),
      ),
    onSettled: () => queries.invalidateQueries(membersQuery(workspaceId)),
  });
}

export function useRemoveMember(workspaceId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (userId: string) =>
      body(
        client.DELETE('/api/v1/workspaces/{workspace}/members/{user}', {
          params: { path: { workspace: workspaceId, user: userId } },
        }),
      ),
    onSettled: () => queries.invalidateQueries(membersQuery(workspaceId)),
  });
}
