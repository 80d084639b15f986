import { Copy, FolderInput, LayoutTemplate, Pencil, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useLocation, useNavigate } from 'react-router';
import { useProblemText } from '../../app/useProblemText';
import { useToast } from '../../design/Toasts';
import type { DocumentQuestion } from './DocumentDialogs';
import type { EntryActions } from './EntryMenu';
import type { Arranging } from './treeQueries';

/** What of a document its menu has to know. */
export interface ListedDocument {
  id: string;
  title: string;
  isTemplate: boolean;
}

/**
 * What can be done to a document wherever it is listed.
 *
 * @param arranging of whoever outlives the menu: it says how it went.
 */
export function useDocumentActions(
  workspaceId: string,
  arranging: Arranging,
  { id, title, isTemplate }: ListedDocument,
  ask: (question: DocumentQuestion) => void,
): EntryActions {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const toast = useToast();
  const textOf = useProblemText();
  const { changeDocument, duplicate, trashDocument, restoreDocument } = arranging;
  const onError = (error: unknown) => toast(textOf(error));
  const trash = () =>
    trashDocument.mutate(id, {
      onError,
      onSuccess: () => {
        toast(t('document.trashed', { title: title || t('workspace.untitled') }), {
          label: t('document.undo'),
          run: () => restoreDocument.mutate(id, { onError }),
        });
        if (pathname === `/d/${id}`) void navigate(`/w/${workspaceId}`);
      },
    });
  return {
    actions: [
      { icon: Pencil, label: t('tree.rename'), run: () => ask('name') },
      { icon: FolderInput, label: t('tree.move'), run: () => ask('place') },
      {
        icon: Copy,
        label: t('tree.duplicate'),
        run: () => duplicate.mutate(id, { onError, onSuccess: (copy) => void navigate(`/d/${copy.id}`) }),
      },
      {
        icon: LayoutTemplate,
        label: t(isTemplate ? 'tree.noTemplate' : 'tree.template'),
        run: () => changeDocument.mutate({ id, isTemplate: !isTemplate }, { onError }),
      },
    ],
    removal: { icon: Trash2, label: t('document.trash'), run: trash },
  };
}
