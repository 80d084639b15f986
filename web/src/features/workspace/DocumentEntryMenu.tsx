import { Menu } from '@base-ui/react/menu';
import { Copy, Ellipsis, FolderInput, LayoutTemplate, Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation, useNavigate } from 'react-router';
import { useProblemText } from '../../app/useProblemText';
import { IconButton } from '../../design/Button';
import popup from '../../design/popup.module.css';
import { useToast } from '../../design/Toasts';
import { MoveDialog } from './MoveDialog';
import { NameDialog } from './NameDialog';
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
  const { changeDocument, moveDocument, duplicate, trashDocument, restoreDocument } = useArranging(workspaceId);
  const [asking, setAsking] = useState<'name' | 'place' | null>(null);
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
      <Menu.Root>
        <Menu.Trigger render={<IconButton label={t('tree.menuOf', { name: shown })} className={className} />}>
          <Ellipsis size={16} />
        </Menu.Trigger>
        <Menu.Portal>
          <Menu.Positioner className={popup.positioner} align="end" sideOffset={4}>
            <Menu.Popup className={popup.menu}>
              <Menu.Item className={popup.item} onClick={() => setAsking('name')}>
                <Pencil size={16} />
                {t('tree.rename')}
              </Menu.Item>
              <Menu.Item className={popup.item} onClick={() => setAsking('place')}>
                <FolderInput size={16} />
                {t('tree.move')}
              </Menu.Item>
              <Menu.Item
                className={popup.item}
                onClick={() => duplicate.mutate(id, { onError, onSuccess: (copy) => void navigate(`/d/${copy.id}`) })}
              >
                <Copy size={16} />
                {t('tree.duplicate')}
              </Menu.Item>
              <Menu.Item
                className={popup.item}
                onClick={() => changeDocument.mutate({ id, isTemplate: !isTemplate }, { onError })}
              >
                <LayoutTemplate size={16} />
                {t(isTemplate ? 'tree.noTemplate' : 'tree.template')}
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
        onClose={() => setAsking(null)}
        title={t('tree.renameTitle')}
        label={t('document.title')}
        initial={title}
        action={t('tree.rename')}
        onName={(name) => changeDocument.mutateAsync({ id, title: name })}
      />
      <MoveDialog
        open={asking === 'place'}
        onClose={() => setAsking(null)}
        workspaceId={workspaceId}
        name={shown}
        folderId={null}
        onMove={(to) => moveDocument.mutateAsync({ id, to })}
      />
    </>
  );
}
