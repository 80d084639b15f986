import { useQuery } from '@tanstack/react-query';
import { workspacesQuery } from '../workspace/queries';
import { searchEverywhereQuery } from './queries';
import { useDebounced } from './useDebounced';

const MOST = 5;
const PAUSE = 150;

export interface FoundElsewhere {
  id: string;
  title: string;
  /** As HTML of the server's. */
  marked: { title: string; snippet: string };
  /** Null where it is shared from one that the person isn't in. */
  workspace: string | null;
}

/** Documents of the person's other workspaces, and what is shared with them: a few, behind those of this one. */
export function useElsewhere(workspaceId: string, words: string): { documents: FoundElsewhere[]; isSettled: boolean } {
  const wanted = words.trim();
  const asked = useDebounced(wanted, PAUSE);
  const { data, isFetching } = useQuery(searchEverywhereQuery(asked));
  const { data: workspaces } = useQuery(workspacesQuery);
  if (asked !== wanted) return { documents: [], isSettled: false };
  const others = (data?.items ?? []).filter((hit) => hit.workspaceId !== workspaceId);
  return {
    documents: others.slice(0, MOST).map(({ documentId, workspaceId: of, title, titleHtml, snippet }) => ({
      id: documentId,
      title,
      marked: { title: titleHtml, snippet },
      workspace: workspaces?.find(({ id }) => id === of)?.name ?? null,
    })),
    isSettled: !isFetching,
  };
}
