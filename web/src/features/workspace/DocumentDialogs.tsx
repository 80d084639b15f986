import { useTranslation } from 'react-i18next';
import { MoveDialog } from './MoveDialog';
import { NameDialog } from './NameDialog';
import { useArranging } from './treeQueries';

/** What the person is asked about a document: its new name, or where it goes. */
export type DocumentQuestion = 'name' | 'place' | null;

interface DocumentDialogsProps {
  workspaceId: string;
  document: { id: string; title: string };
  asking: DocumentQuestion;
  onClose: () => void;
}

/** The dialogs behind Rename and Move, in whichever menu those stand. */
export function DocumentDialogs({ workspaceId, document, asking, onClose }: DocumentDialogsProps) {
  const { t } = useTranslation();
  const { changeDocument, moveDocument } = useArranging(workspaceId);
  const { id, title } = document;
  return (
    <>
      <NameDialog
        open={asking === 'name'}
        onClose={onClose}
        title={t('tree.renameTitle')}
        label={t('document.title')}
        initial={title}
        action={t('tree.rename')}
        onName={(name) => changeDocument.mutateAsync({ id, title: name })}
      />
      <MoveDialog
        open={asking === 'place'}
        onClose={onClose}
        workspaceId={workspaceId}
        name={title || t('workspace.untitled')}
        folderId={null}
        onMove={(to) => moveDocument.mutateAsync({ id, to })}
      />
    </>
  );
}
