import { useMemo, useState } from 'react';
import type { Role, Version } from '../../api/types';
import type { Writer } from './contributors';
import { useNames } from './useNames';
import { useVersioning, useVersions } from './queries';

/** What stands in the middle: the text as it is, a version of it, or who wrote it. */
export type Shown = Version | 'authors' | null;

export interface History {
  documentId: string;
  role: Role;
  versions: Version[] | undefined;
  error: Error | null;
  hasMore: boolean;
  more: () => void;
  shown: Shown;
  show: (shown: Shown) => void;
  nameOf: (writer: Writer) => string;
  keep: (name: string) => Promise<unknown>;
  rename: (version: string, name: string) => Promise<unknown>;
  restore: (version: string) => Promise<unknown>;
}

/** @param wanted whether anybody looks at it: only then is it asked for. */
export function useHistory(documentId: string, role: Role, wanted: boolean): History {
  const { data: versions, error, hasNextPage, fetchNextPage } = useVersions(documentId, wanted);
  const people = useMemo(() => versions?.flatMap((version) => version.people), [versions]);
  const nameOf = useNames(people);
  const { name, keep, restore } = useVersioning(documentId);
  const [shown, show] = useState<Shown>(null);
  return {
    documentId,
    role,
    versions,
    error,
    hasMore: hasNextPage,
    more: () => void fetchNextPage(),
    shown,
    show,
    nameOf,
    keep: (label) => keep.mutateAsync(label),
    rename: async (version, label) => show(await name.mutateAsync({ version, name: label })),
    restore: (version) => restore.mutateAsync(version),
  };
}
