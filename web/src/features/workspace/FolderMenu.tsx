import { Menu } from '@base-ui/react/menu';
import { Ellipsis, FilePlus, FolderInput, FolderPlus, Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useProblemText } from '../../app/useProblemText';
import type { TreeFolder } from '../../api/types';
import { IconButton } from '../../design/Button';
import popup from '../../design/popup.module.css';
import { useToast } from '../../design/Toasts';
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
      <Menu.Root>
        <Menu.Trigger render={<IconButton label={t('tree.menuOf', { name })} className={className} />}>
          <Ellipsis size={16} />
        </Menu.Trigger>
        <Menu.Portal>
          <Menu.Positioner className={popup.positioner} align="end" sideOffset={4}>
            <Menu.Popup className={popup.menu}>
              <Menu.Item className={popup.item} onClick={() => newDocument?.({ folderId: id })}>
                <FilePlus size={16} />
                {t('workspace.newDocument')}
              </Menu.Item>
              <Menu.Item className={popup.item} onClick={() => setAsking('folder')}>
                <FolderPlus size={16} />
                {t('tree.newFolder')}
              </Menu.Item>
              <Menu.Item className={popup.item} onClick={() => setAsking('name')}>
                <Pencil size={16} />
                {t('tree.rename')}
              </Menu.Item>
              <Menu.Item className={popup.item} onClick={() => setAsking('place')}>
                <FolderInput size={16} />
                {t('tree.move')}
              </Menu.Item>
              <Menu.Separator className={popup.separator} />
              <Menu.Item className={popup.item} onClick={trash}>
                <Trash2 size={16} />
                {t('document.trash')}
              </Menu.Item>
            </Menu.Popup>
          </Menu.Positioner>
        </Menu.Portal>
      </Menu.Root>
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
