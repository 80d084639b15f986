import { queryOptions, useInfiniteQuery } from '@tanstack/react-query';
import { body, client } from '../../api/client';

const PAGE = 50;

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
  return useInfiniteQuery({
    queryKey: ['audit', workspace, actor, kind],
    queryFn: ({ pageParam }) => {
      const wanted = { ...(actor !== '' && { actor }), ...(kind !== '' && { kind }) };
      const query = { ...wanted, limit: PAGE, ...(pageParam !== '' && { cursor: pageParam }) };
      return body(client.GET('/api/v1/workspaces/{workspace}/audit', { params: { path: { workspace }, query } }));
    },
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
    select: ({ pages }) => pages.flatMap(({ items }) => items),
  });
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
