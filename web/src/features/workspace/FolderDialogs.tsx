import { useTranslation } from 'react-i18next';
import type { TreeFolder } from '../../api/types';
import { MoveDialog } from './MoveDialog';
import { NameDialog } from './NameDialog';
import { useArranging } from './treeQueries';

/** What the person is asked about a folder: its new name, that of one in it, or where it goes. */
export type FolderQuestion = 'name' | 'folder' | 'place' | null;

interface FolderDialogsProps {
  workspaceId: string;
  folder: TreeFolder;
  asking: FolderQuestion;
  onClose: () => void;
}

export function FolderDialogs({ workspaceId, folder: { id, name }, asking, onClose }: FolderDialogsProps) {
  const { t } = useTranslation();
  const { createFolder, renameFolder, moveFolder } = useArranging(workspaceId);
  return (
    <>
      <NameDialog
        open={asking === 'name'}
        onClose={onClose}
        title={t('tree.renameTitle')}
        label={t('tree.folderName')}
        initial={name}
        action={t('tree.rename')}
        onName={(wanted) => renameFolder.mutateAsync({ id, name: wanted })}
      />
      <NameDialog
        open={asking === 'folder'}
        onClose={onClose}
        title={t('tree.newFolder')}
        label={t('tree.folderName')}
        action={t('tree.create')}
        onName={(wanted) => createFolder.mutateAsync({ name: wanted, parentId: id })}
      />
      <MoveDialog
        open={asking === 'place'}
        onClose={onClose}
        workspaceId={workspaceId}
        name={name}
        folderId={id}
        onMove={(to) => moveFolder.mutateAsync({ id, to })}
      />
    </>
  );
}
