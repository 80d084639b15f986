import { Menu } from '@base-ui/react/menu';
import { Ellipsis, Newspaper, Paperclip, Presentation, Trash2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { DocumentInfo } from '../../api/types';
import { useProblemText } from '../../app/useProblemText';
import { IconButton } from '../../design/Button';
import popup from '../../design/popup.module.css';
import { useToast } from '../../design/Toasts';
import { useIsGuest } from '../auth/useSession';
import { useRestore, useTrash } from './queries';

interface DocumentMenuProps {
  info: DocumentInfo;
  canEdit: boolean;
  onFiles: () => void;
  onWhatChanged: () => void;
  onPresent: () => void;
  /** What stands first. */
  children?: ReactNode;
}

export function DocumentMenu({ info, canEdit, onFiles, onWhatChanged, onPresent, children }: DocumentMenuProps) {
  const { t } = useTranslation();
  const isGuest = useIsGuest();
  const navigate = useNavigate();
  const toast = useToast();
  const textOf = useProblemText();
  const { mutate: trash } = useTrash(info.id);
  const { mutate: restore } = useRestore(info.id);

  const moveToTrash = () =>
    trash(undefined, {
      onSuccess: () => {
        toast(t('document.trashed', { title: info.title || t('workspace.untitled') }), {
          label: t('document.undo'),
          run: () => restore(undefined, { onError: (error) => toast(textOf(error)) }),
        });
        void navigate(`/w/${info.workspaceId}`);
      },
      onError: (error) => toast(textOf(error)),
    });

  return (
    <Menu.Root>
      <Menu.Trigger render={<IconButton label={t('document.menu')} />}>
        <Ellipsis size={18} />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner className={popup.positioner} align="end" sideOffset={4}>
          <Menu.Popup className={popup.menu}>
            {children}
            <Menu.Item className={popup.item} onClick={onPresent}>
              <Presentation size={16} />
              {t('document.present')}
            </Menu.Item>
            {!isGuest && (
              <>
                <Menu.Item className={popup.item} onClick={onFiles}>
                  <Paperclip size={16} />
                  {t('document.attachments')}
                </Menu.Item>
                <Menu.Item className={popup.item} onClick={onWhatChanged}>
                  <Newspaper size={16} />
                  {t('news.whatChanged')}
                </Menu.Item>
              </>
            )}
            {canEdit && !isGuest && (
              <Menu.Item className={popup.item} onClick={moveToTrash}>
                <Trash2 size={16} />
                {t('document.trash')}
              </Menu.Item>
            )}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
