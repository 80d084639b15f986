import { Menu } from '@base-ui/react/menu';
import { useState } from 'react';
import { DocumentDialogs, type DocumentQuestion } from './DocumentDialogs';
import { EntryItems, EntryPopup } from './EntryMenu';
import { FolderDialogs, type FolderQuestion } from './FolderDialogs';
import type { Arranging } from './treeQueries';
import type { DocumentRow, EntryRow, FolderRow } from './treeRows';
import { useDocumentActions } from './useDocumentActions';
import { useFolderActions } from './useFolderActions';
import { useNewDocument } from './useNewDocument';

export type TreeMenuHandle = Menu.Handle<EntryRow>;

interface TreeMenuProps {
  workspaceId: string;
  arranging: Arranging;
  handle: TreeMenuHandle;
}

type Asked =
  | { kind: 'folder'; row: FolderRow; question: FolderQuestion }
  | { kind: 'document'; row: DocumentRow; question: DocumentQuestion };

/** One menu for all entries of the tree: it opens at the button of one of them, and is about that one. */
export function TreeMenu({ workspaceId, arranging, handle }: TreeMenuProps) {
  // Stays while its dialog closes.
  const [asked, setAsked] = useState<Asked | null>(null);
  const close = () => setAsked((before) => before && { ...before, question: null });
  const newDocument = useNewDocument(workspaceId);
  return (
    <>
      <Menu.Root handle={handle}>
        {({ payload: row }) => (
          <EntryPopup>
            {row?.kind === 'folder' && (
              <FolderItems
                row={row}
                arranging={arranging}
                newDocument={newDocument}
                onAsk={(question) => setAsked({ kind: 'folder', row, question })}
              />
            )}
            {row?.kind === 'document' && (
              <DocumentItems
                workspaceId={workspaceId}
                row={row}
                arranging={arranging}
                onAsk={(question) => setAsked({ kind: 'document', row, question })}
              />
            )}
          </EntryPopup>
        )}
      </Menu.Root>
      {asked?.kind === 'folder' && (
        <FolderDialogs workspaceId={workspaceId} folder={asked.row.folder} asking={asked.question} onClose={close} />
      )}
      {asked?.kind === 'document' && (
        <DocumentDialogs
          workspaceId={workspaceId}
          document={asked.row.document}
          asking={asked.question}
          onClose={close}
        />
      )}
    </>
  );
}

interface FolderItemsProps {
  row: FolderRow;
  arranging: Arranging;
  newDocument: ReturnType<typeof useNewDocument>;
  onAsk: (question: FolderQuestion) => void;
}

function FolderItems({ row, arranging, newDocument, onAsk }: FolderItemsProps) {
  return <EntryItems {...useFolderActions(arranging, newDocument, row.folder, onAsk)} />;
}

interface DocumentItemsProps {
  workspaceId: string;
  row: DocumentRow;
  arranging: Arranging;
  onAsk: (question: DocumentQuestion) => void;
}

function DocumentItems({ workspaceId, row, arranging, onAsk }: DocumentItemsProps) {
  return <EntryItems {...useDocumentActions(workspaceId, arranging, row.document, onAsk)} />;
}
