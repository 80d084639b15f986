import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useSyncExternalStore } from 'react';
import { useMe } from '../auth/useSession';
import { noteSeen, recentJob, startExport, startImport, workOf, type ExportWish } from './jobs';
import type { WorkState } from './work';
import type { ChosenFile } from './zip';

export interface Following<T> {
  state: WorkState;
  isRunning: boolean;
  start: (wanted: T) => void;
  /** The person has seen how it ended. */
  forget: () => void;
}

export function useImport(workspaceId: string): Following<ChosenFile[]> {
  const queries = useQueryClient();
  const following = useWork('import', workspaceId, (files: ChosenFile[]) => startImport(workspaceId, files));
  const isDone = following.state.kind === 'done';
  useEffect(() => {
    if (isDone) void queries.invalidateQueries({ queryKey: ['documents', workspaceId] });
  }, [isDone, queries, workspaceId]);
  return following;
}

export const useExport = (workspaceId: string): Following<ExportWish> =>
  useWork('export', workspaceId, (wish: ExportWish) => startExport(workspaceId, wish));

function useWork<T>(
  kind: 'import' | 'export',
  workspaceId: string,
  begin: (wanted: T) => ReturnType<typeof startExport>,
): Following<T> {
  const work = workOf(kind, useMe().id, workspaceId);
  const state = useSyncExternalStore(work.subscribe, work.state);
  useEffect(() => void work.pickUp(() => recentJob(kind, workspaceId)), [work, kind, workspaceId]);
  return {
    state,
    isRunning: work.isRunning,
    start: (wanted) => void work.run(() => begin(wanted)),
    forget: () => {
      if ((state.kind === 'done' || state.kind === 'failed') && state.job !== null) noteSeen(state.job);
      work.forget();
    },
  };
}
