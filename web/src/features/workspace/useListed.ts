import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { pathOf } from './places';
import { treeQuery } from './treeQueries';

/** The tree beside an open document lists it: where it doesn't, the document is newer than the tree, which is read anew. */
export function useListed({ id, workspaceId }: { id: string; workspaceId: string }): void {
  const queries = useQueryClient();
  // Only looked at: around what is merely shared with somebody there is no tree.
  const { data: tree } = useQuery({ ...treeQuery(workspaceId), enabled: false });
  const asked = useRef(false);
  const isMissing = tree !== undefined && pathOf(tree, id) === null;
  useEffect(() => {
    if (!isMissing || asked.current) return;
    asked.current = true;
    void queries.invalidateQueries({ queryKey: ['documents', workspaceId] });
  }, [isMissing, queries, workspaceId]);
}
