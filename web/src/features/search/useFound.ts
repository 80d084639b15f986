import { useQuery } from '@tanstack/react-query';
import { isAway } from '../../api/problem';
import type { Tree } from '../../api/types';
import { knownDocuments } from '../../sync/knownDocuments';
import { useMe } from '../auth/useSession';
import { documentsIn, pathOf } from '../workspace/places';
import { treeQuery } from '../workspace/treeQueries';
import { asQuery, isSameFilter, type NamingFilter, type SearchFilter } from './filters';
import { best } from './matches';
import { searchQuery } from './queries';
import { useDebounced } from './useDebounced';

const MOST_TITLES = 6;
const PAUSE = 150;

export interface FoundDocument {
  id: string;
  title: string;
  /** What of it was found, as HTML of the server's; null where only the title was looked at. */
  marked: { title: string; snippet: string } | null;
  /** The folders around it. */
  path: string[];
  /** It opens from this device. */
  isHere: boolean;
}

export interface Found {
  documents: FoundDocument[];
  /** Those of the filters that name nobody, or no place. */
  unknown: NamingFilter[];
  isSettled: boolean;
  isOffline: boolean;
  /** The server answered that it can't search now. */
  hasFailed: boolean;
}

/** Documents by title at once, and by what is written in them when the server has answered. */
export function useFound(workspaceId: string, filters: SearchFilter[], words: string): Found {
  const me = useMe();
  const query = asQuery(filters, words);
  const asked = useDebounced(query, PAUSE);
  const found = useQuery(searchQuery(workspaceId, asked));
  const tree = useQuery(treeQuery(workspaceId));
  const isOffline = isAway(found) || isAway(tree);
  // Answers to what was typed a moment ago answer nothing now.
  const isCurrent = asked === query;
  const hits = isCurrent && !isOffline ? (found.data?.items ?? []) : [];

  const listed = isOffline ? titlesHere(me.id, tree.data) : titlesIn(tree.data);
  const titled = filters.length > 0 ? [] : best(listed, ({ title }) => title, words, MOST_TITLES);
  const markedOf = (id: string) => {
    const hit = hits.find(({ documentId }) => documentId === id);
    return hit === undefined ? null : { title: hit.titleHtml, snippet: hit.snippet };
  };
  const others = hits
    .filter(({ documentId }) => !titled.some(({ id }) => id === documentId))
    .map(({ documentId, title }) => ({ id: documentId, title, isHere: false }));
  return {
    documents: [...titled, ...others].map(({ id, title, isHere }) => ({
      id,
      title,
      marked: markedOf(id),
      path: tree.data === undefined ? [] : (pathOf(tree.data, id) ?? []),
      isHere,
    })),
    unknown: isCurrent ? filters.filter((filter) => isUnknown(filter, found.data?.unknown ?? [])) : [],
    isSettled: isCurrent && !found.isFetching && !tree.isLoading,
    isOffline,
    hasFailed: isCurrent && found.isError && !isOffline,
  };
}

const isUnknown = (filter: SearchFilter, unknown: { filter: string; value: string }[]): filter is NamingFilter =>
  filter.filter !== 'tag' && unknown.some((other) => isSameFilter(other, filter));

interface Listed {
  id: string;
  title: string;
  isHere: boolean;
}

/** All of the workspace, those first that were written in last. */
const titlesIn = (tree: Tree | undefined): Listed[] =>
  (tree === undefined ? [] : documentsIn(tree))
    .sort((a, b) => b.updatedAt.localeCompare(a.updatedAt))
    .map(({ id, title }) => ({ id, title, isHere: false }));

/** What opens without a server, before all else that is known by its title. */
function titlesHere(userId: string, tree: Tree | undefined): Listed[] {
  const here = knownDocuments(userId)
    .filter(({ epoch }) => epoch !== null)
    .map(({ info: { id, title } }) => ({ id, title, isHere: true }));
  return [...here, ...titlesIn(tree).filter(({ id }) => !here.some((known) => known.id === id))];
}
