import { FilePlus, FolderInput, FolderPlus, Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useProblemText } from '../../app/useProblemText';
import type { TreeFolder } from '../../api/types';
import { useToast } from '../../design/Toasts';
import { EntryMenu } from './EntryMenu';
import { MoveDialog } from './MoveDialog';
import { NameDialog } from './NameDialog';
import { useArranging } from './treeQueries';
import { useNewDocument } from './useNewDocument';

interface FolderMenuProps {
  workspaceId: string;
  folder: TreeFolder;
  className?: string | undefined;
}

export function FolderMenu({ workspaceId, folder, className }: FolderMenuProps) {
  const { t } = useTranslation();
  const toast = useToast();
  const textOf = useProblemText();
  const newDocument = useNewDocument(workspaceId);
  const { createFolder, renameFolder, moveFolder, trashFolder, restoreFolder } = useArranging(workspaceId);
  const [asking, setAsking] = useState<'name' | 'folder' | 'place' | null>(null);
  const { id, name } = folder;
  const onError = (error: unknown) => toast(textOf(error));
  const close = () => setAsking(null);

  const trash = () =>
    trashFolder.mutate(id, {
      onError,
      onSuccess: () =>
        toast(t('tree.folderTrashed', { name }), {
          label: t('document.undo'),
          run: () => restoreFolder.mutate(id, { onError }),
        }),
    });

  return (
    <>
      <EntryMenu
        name={name}
        className={className}
        actions={[
          { icon: FilePlus, label: t('workspace.newDocument'), run: () => newDocument?.({ folderId: id }) },
          { icon: FolderPlus, label: t('tree.newFolder'), run: () => setAsking('folder') },
          { icon: Pencil, label: t('tree.rename'), run: () => setAsking('name') },
          { icon: FolderInput, label: t('tree.move'), run: () => setAsking('place') },
        ]}
        removal={{ icon: Trash2, label: t('document.trash'), run: trash }}
      />
      <NameDialog
        open={asking === 'name'}
        onClose={close}
        title={t('tree.renameTitle')}
        label={t('tree.folderName')}
        initial={name}
        action={t('tree.rename')}
        onName={(wanted) => renameFolder.mutateAsync({ id, name: wanted })}
      />
      <NameDialog
        open={asking === 'folder'}
        onClose={close}
        title={t('tree.newFolder')}
        label={t('tree.folderName')}
        action={t('tree.create')}
        onName={(wanted) => createFolder.mutateAsync({ name: wanted, parentId: id })}
      />
      <MoveDialog
        open={asking === 'place'}
        onClose={close}
        workspaceId={workspaceId}
        name={name}
        folderId={id}
        onMove={(to) => moveFolder.mutateAsync({ id, to })}
      />
    </>
  );
}
