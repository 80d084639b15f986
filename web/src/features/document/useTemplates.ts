import { useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { body, client } from '../../api/client';
import type { Templates } from '../../editor/slashMenu';
import { templatesQuery } from '../workspace/queries';

const FRESH = 60_000;

/** The workspace's templates, to be written into a text; null asks for none. */
export function useTemplates(workspaceId: string | null): Templates | null {
  const queries = useQueryClient();
  return useMemo(() => {
    if (workspaceId === null) return null;
    return async () => {
      const found = await queries.query({ ...templatesQuery(workspaceId), staleTime: FRESH });
      return found.map(({ id, title }) => ({ title, text: () => textOf(id) }));
    };
  }, [workspaceId, queries]);
}

async function textOf(id: string): Promise<string> {
  const params = { path: { id } };
  const text: unknown = await body(client.GET('/api/v1/documents/{id}/content', { params, parseAs: 'text' }));
  return String(text);
}
