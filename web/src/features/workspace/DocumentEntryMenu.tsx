import { Copy, FolderInput, LayoutTemplate, Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation, useNavigate } from 'react-router';
import { useProblemText } from '../../app/useProblemText';
import { useToast } from '../../design/Toasts';
import { DocumentDialogs, type DocumentQuestion } from './DocumentDialogs';
import { EntryMenu } from './EntryMenu';
import { useArranging } from './treeQueries';

interface DocumentEntryMenuProps {
  workspaceId: string;
  document: { id: string; title: string; isTemplate: boolean };
  className?: string | undefined;
}

/** What can be done to a document wherever it is listed. */
export function DocumentEntryMenu({ workspaceId, document, className }: DocumentEntryMenuProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const toast = useToast();
  const textOf = useProblemText();
  const { changeDocument, duplicate, trashDocument, restoreDocument } = useArranging(workspaceId);
  const [asking, setAsking] = useState<DocumentQuestion>(null);
  const { id, title, isTemplate } = document;
  const shown = title || t('workspace.untitled');
  const onError = (error: unknown) => toast(textOf(error));

  const trash = () =>
    trashDocument.mutate(id, {
      onError,
      onSuccess: () => {
        toast(t('document.trashed', { title: shown }), {
          label: t('document.undo'),
          run: () => restoreDocument.mutate(id, { onError }),
        });
        if (pathname === `/d/${id}`) void navigate(`/w/${workspaceId}`);
      },
    });

  return (
    <>
      <EntryMenu
        name={shown}
        className={className}
        actions={[
          { icon: Pencil, label: t('tree.rename'), run: () => setAsking('name') },
          { icon: FolderInput, label: t('tree.move'), run: () => setAsking('place') },
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
        ]}
        removal={{ icon: Trash2, label: t('document.trash'), run: trash }}
      />
      <DocumentDialogs workspaceId={workspaceId} document={document} asking={asking} onClose={() => setAsking(null)} />
    </>
  );
}
