import type { QueryClient } from '@tanstack/react-query';
import { body, client } from '../../api/client';
import { isProblem } from '../../api/problem';
import type { SyncedObject } from '../../api/types';
import type { VersionedInfo } from '../document/asking';
import { documentQuery } from '../document/queries';
import { placesById, type Placed } from './places';
import { membersQuery } from './queries';
import { treeQuery } from './treeQueries';

/** Somebody who types moves the feed many times a second, and nothing of that is to be seen outside of their text. */
const PAUSE = 2_000;
const GONE = 410;

/** What is asked for anew because of a change of others. */
export interface Stale {
  lists: boolean;
  members: boolean;
  documents: string[];
}

/** @param shown the documents that are known with their ETags, by id. */
export function staleBy(
  changes: readonly SyncedObject[],
  places: ReadonlyMap<string, Placed> | null,
  shown: ReadonlyMap<string, VersionedInfo>,
): Stale {
  const documents = changes.filter((change) => isStale(change, shown.get(change.id))).map(({ id }) => id);
  return {
    // Without a tree there is nothing to compare with.
    lists: changes.some(({ type }) => type === 'workspace') || changes.some((change) => isElsewhere(change, places)),
    members: changes.some(({ type }) => type === 'member'),
    documents,
  };
}

const isStale = ({ type, op, etag, role }: SyncedObject, known: VersionedInfo | undefined) =>
  type === 'document' &&
  known !== undefined &&
  (op === 'delete' || etag !== known.etag || (role != null && role !== known.info.role));

/** Not only its text differs from what the tree shows. */
function isElsewhere(change: SyncedObject, places: ReadonlyMap<string, Placed> | null): boolean {
  if (change.type !== 'document' && change.type !== 'folder') return false;
  const place = places?.get(change.id);
  if (change.op === 'delete') return places === null || place !== undefined;
  const name = change.type === 'document' ? change.title : change.name;
  return (
    place === undefined ||
    place.name !== name ||
    place.folderId !== (change.folderId ?? null) ||
    (change.isRestricted != null && change.isRestricted !== place.isRestricted)
  );
}

/** Looks at what changed in the workspace whenever it is told that something did. */
export function followChanges(workspaceId: string, queries: QueryClient): { look: () => void; stop: () => void } {
  let since: string | null = null;
  let waiting: ReturnType<typeof setTimeout> | undefined;
  let isLooking = false;
  let isStopped = false;
  let again = false;

  const read = async () => {
    if (since === null) {
      since = await now(workspaceId);
      // What happened before isn't known: everything that is shown may be old.
      await Promise.all(
        [['documents', workspaceId], ['document']].map((queryKey) => queries.invalidateQueries({ queryKey })),
      );
      return;
    }
    const { changes, nextCursor, hasMore } = await changesSince(workspaceId, since);
    since = nextCursor;
    again ||= hasMore;
    refresh(workspaceId, queries, changes);
  };
  const run = async () => {
    isLooking = true;
    again = false;
    try {
      await read();
    } catch (error) {
      // A cursor may have run out, or a backup was restored; else the stream comes again and says so.
      if (isProblem(error, GONE)) {
        since = null;
        again = true;
      }
    }
    isLooking = false;
    if (again) look();
  };
  const look = () => {
    again = isLooking;
    if (isStopped || isLooking || waiting !== undefined) return;
    waiting = setTimeout(() => {
      waiting = undefined;
      void run();
    }, PAUSE);
  };
  return {
    look,
    stop: () => {
      isStopped = true;
      clearTimeout(waiting);
    },
  };
}

async function now(workspace: string): Promise<string> {
  const params = { path: { workspace }, query: { limit: 1 } };
  return (await body(client.GET('/api/v1/workspaces/{workspace}/snapshot', { params }))).syncCursor;
}

const MOST = 200;

const changesSince = (workspace: string, since: string) =>
  body(
    client.GET('/api/v1/workspaces/{workspace}/changes', {
      params: { path: { workspace }, query: { since, limit: MOST } },
    }),
  );

function refresh(workspaceId: string, queries: QueryClient, changes: SyncedObject[]): void {
  const tree = queries.getQueryData(treeQuery(workspaceId).queryKey);
  const shown = new Map<string, VersionedInfo>();
  for (const { id } of changes) {
    const known = queries.getQueryData(documentQuery(id).queryKey);
    if (known !== undefined) shown.set(id, known);
  }
  const stale = staleBy(changes, tree === undefined ? null : placesById(tree), shown);
  if (stale.lists) void queries.invalidateQueries({ queryKey: ['documents'] });
  if (stale.members) void queries.invalidateQueries(membersQuery(workspaceId));
  for (const id of stale.documents) void queries.invalidateQueries(documentQuery(id));
}
