import { useEffect, useEffectEvent, useState, useSyncExternalStore } from 'react';
import type { Role } from '../../api/types';
import { isImage } from '../../editor/carriedFiles';
import { mayEdit } from '../../sync/ticket';
import { sendFile } from '../attachments/sendFile';
import { FilesUnderWay, type FileUnderWay } from './filesUnderWay';

/** How files come into a comment. They become the document's own, so only who may edit it brings any. */
export interface CommentFiles {
  mayAdd: boolean;
  underWay: readonly FileUnderWay[];
  add: (files: File[]) => void;
  /** Something was pasted or dropped; says whether it is dealt with. */
  take: (files: File[]) => boolean;
  /** Tells who may not why not. */
  refuse: () => void;
  retry: (id: number) => void;
  cancel: (id: number) => void;
}

/**
 * @param arrived Is given the Markdown that names a file.
 * @param refuse Tells who may not bring any.
 */
export function useCommentFiles(
  documentId: string,
  role: Role,
  arrived: (markdown: string) => void,
  refuse: () => void,
): CommentFiles {
  const [files] = useState(() => new FilesUnderWay((...file) => sendFile(documentId, ...file)));
  const underWay = useSyncExternalStore(files.subscribe, files.view);
  const name = useEffectEvent(arrived);
  useEffect(() => {
    files.onArrived((markdown) => name(markdown));
    return () => files.close();
  }, [files]);
  const mayAdd = mayEdit(role);
  const add = (given: File[]) => files.add(given);
  return {
    mayAdd,
    underWay,
    add,
    take: (given) => {
      if (given.length === 0) return false;
      if (mayAdd) add(given);
      else if (given.some(isImage)) refuse();
      else return false;
      return true;
    },
    refuse,
    retry: (id) => files.retry(id),
    cancel: (id) => files.cancel(id),
  };
}
