import { queryOptions, useInfiniteQuery } from '@tanstack/react-query';
import { body, client } from '../../api/client';
import { pagewise } from '../../api/pages';

/** What stands before the dot in the log's events. */
export const AUDIT_KINDS = [
  'workspace',
  'member',
  'invite',
  'permission',
  'link',
  'document-invite',
  'access',
  'page',
  'document',
  'sign-in',
  'password',
  'second-factor',
  'token',
  'account',
] as const;
export type AuditKind = (typeof AUDIT_KINDS)[number];

export interface AuditWish {
  /** A person's id; empty for everybody. */
  actor: string;
  kind: AuditKind | '';
}

/** A page of entries after another, the newest first. */
export function useAudit(workspace: string, { actor, kind }: AuditWish) {
  const wanted = { ...(actor !== '' && { actor }), ...(kind !== '' && { kind }) };
  return useInfiniteQuery(
    pagewise(['audit', workspace, actor, kind], (page) => {
      const params = { path: { workspace }, query: { ...wanted, ...page } };
      return body(client.GET('/api/v1/workspaces/{workspace}/audit', { params }));
    }),
  );
}

/** Whether every entry is as it was written. The server walks the whole log for it: not asked for again by itself. */
export const auditStandingQuery = (workspace: string) =>
  queryOptions({
    queryKey: ['audit-standing', workspace],
    queryFn: () =>
      body(client.GET('/api/v1/workspaces/{workspace}/audit/verification', { params: { path: { workspace } } })),
    staleTime: Infinity,
    retry: false,
  });
