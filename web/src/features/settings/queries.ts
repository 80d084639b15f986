import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { body, client } from '../../api/client';
import { session } from '../auth/session';
import { workspacesQuery } from '../workspace/queries';

const ALL = 200;

export function useChangeWorkspace(workspaceId: string) {
  const queries = useQueryClient();
  const params = { path: { workspace: workspaceId } };
  const onSuccess = () => queries.invalidateQueries(workspacesQuery);
  const rename = useMutation({
    mutationFn: (name: string) => body(client.PATCH('/api/v1/workspaces/{workspace}', { params, body: { name } })),
    onSuccess,
  });
  const remove = useMutation({
    mutationFn: () => body(client.DELETE('/api/v1/workspaces/{workspace}', { params })),
    onSuccess,
  });
  return { rename, remove };
}

export const usageQuery = (workspace: string) =>
  queryOptions({
    queryKey: ['usage', workspace],
    queryFn: async () =>
      (await body(client.GET('/api/v1/workspaces/{workspace}/usage', { params: { path: { workspace } } }))).items,
  });

export const sessionsQuery = queryOptions({
  queryKey: ['sessions'],
  queryFn: async () => (await body(client.GET('/api/v1/me/sessions', { params: { query: { limit: ALL } } }))).items,
});

export const tokensQuery = queryOptions({
  queryKey: ['tokens'],
  queryFn: async () => (await body(client.GET('/api/v1/me/tokens', { params: { query: { limit: ALL } } }))).items,
});

export const identitiesQuery = queryOptions({
  queryKey: ['identities'],
  queryFn: async () => (await body(client.GET('/api/v1/me/identities', { params: { query: { limit: ALL } } }))).items,
});

export const secondFactorQuery = queryOptions({
  queryKey: ['second-factor'],
  queryFn: () => body(client.GET('/api/v1/me/second-factor')),
});

export interface Profile {
  name?: string;
  email?: string;
  password?: string;
  currentPassword?: string;
}

export function useProfile() {
  return useMutation({
    mutationFn: (profile: Profile) => body(client.PATCH('/api/v1/me', { body: profile })),
    onSuccess: (me) => session.changed(me),
  });
}

export function useSessions() {
  const queries = useQueryClient();
  const onSettled = () => queries.invalidateQueries(sessionsQuery);
  const end = useMutation({
    mutationFn: (id: string) => body(client.DELETE('/api/v1/me/sessions/{id}', { params: { path: { id } } })),
    onSettled,
  });
  const endOthers = useMutation({ mutationFn: () => body(client.DELETE('/api/v1/me/sessions')), onSettled });
  return { end, endOthers };
}

export function useTokens() {
  const queries = useQueryClient();
  const onSettled = () => queries.invalidateQueries(tokensQuery);
  const make = useMutation({
    mutationFn: (wanted: { name: string; scopes: string[]; expiresAt: string; isAgent: boolean }) =>
      body(client.POST('/api/v1/me/tokens', { body: wanted })),
    onSettled,
  });
  const revoke = useMutation({
    mutationFn: (id: string) => body(client.DELETE('/api/v1/me/tokens/{id}', { params: { path: { id } } })),
    onSettled,
  });
  const pause = useMutation({
    mutationFn: ({ id, paused }: { id: string; paused: boolean }) =>
      body(client.PATCH('/api/v1/me/tokens/{id}', { params: { path: { id } }, body: { paused } })),
    onSettled,
  });
  return { make, pause, revoke };
}

export function useSecondFactor() {
  const queries = useQueryClient();
  const onSuccess = () => queries.invalidateQueries(secondFactorQuery);
  const begin = useMutation({
    mutationFn: (password: string) => body(client.POST('/api/v1/me/second-factor', { body: { password } })),
  });
  const enable = useMutation({
    mutationFn: (code: string) => body(client.POST('/api/v1/me/second-factor/enable', { body: { code } })),
    onSuccess,
  });
  const disable = useMutation({
    mutationFn: (password: string) => body(client.DELETE('/api/v1/me/second-factor', { body: { password } })),
    onSuccess,
  });
  return { begin, enable, disable };
}
