import type { DragEvent } from 'react';
import { useProblemText } from '../../app/useProblemText';
import { useToast } from '../../design/Toasts';
import type { Arranging } from './treeQueries';

const CARRIED = 'application/x-mdreader';

/** What something can be dropped on. */
export interface DropTarget {
  onDragOver: (event: DragEvent) => void;
  onDrop: (event: DragEvent) => void;
}

/** Begins to carry an entry of the tree elsewhere. */
export function carry(event: DragEvent, kind: 'document' | 'folder', id: string): void {
  event.stopPropagation();
  event.dataTransfer.setData(CARRIED, `${kind}/${id}`);
  event.dataTransfer.effectAllowed = 'move';
}

/** What is dropped goes there: into a folder, or with null to the top. */
export function useTreeDrop({ moveDocument, moveFolder }: Arranging): (to: string | null) => DropTarget {
  const toast = useToast();
  const textOf = useProblemText();
  return (to) => ({
    onDragOver: (event) => {
      if (!event.dataTransfer.types.includes(CARRIED)) return;
      event.preventDefault();
      event.stopPropagation();
    },
    onDrop: (event) => {
      const [kind, id] = event.dataTransfer.getData(CARRIED).split('/');
      if (id === undefined || id === to) return;
      event.preventDefault();
      event.stopPropagation();
      const move = kind === 'folder' ? moveFolder : moveDocument;
      move.mutate({ id, to }, { onError: (error) => toast(textOf(error)) });
    },
  });
}
