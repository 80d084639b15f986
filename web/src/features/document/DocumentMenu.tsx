import { Menu } from '@base-ui/react/menu';
import {
  ClipboardCopy,
  Copy,
  Download,
  Ellipsis,
  FolderInput,
  Link2,
  Newspaper,
  Paperclip,
  Pencil,
  Presentation,
  Printer,
  Trash2,
  type LucideIcon,
} from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { DocumentInfo } from '../../api/types';
import { useCopy } from '../../app/useCopy';
import { useProblemText } from '../../app/useProblemText';
import { IconButton } from '../../design/Button';
import popup from '../../design/popup.module.css';
import { useToast } from '../../design/Toasts';
import { fileNameOf } from '../../sync/markdownBytes';
import { useIsGuest } from '../auth/useSession';
import { DocumentDialogs, type DocumentQuestion } from '../workspace/DocumentDialogs';
import { useArranging } from '../workspace/treeQueries';
import { download } from './download';
import { useRestore, useTrash } from './queries';
import { fileOf } from './takeAlong';

interface DocumentMenuProps {
  info: DocumentInfo;
  canEdit: boolean;
  /** The workspace is the person's own too: its tree is theirs to arrange. */
  isMember: boolean;
  /** Null until the text is here. */
  text: (() => string) | null;
  onPrint: () => void;
  onFiles: () => void;
  onWhatChanged: () => void;
  onPresent: () => void;
  /** What stands first. */
  children?: ReactNode;
}

/** What can be done with a document as a whole. */
export function DocumentMenu(props: DocumentMenuProps) {
  const { info, canEdit, isMember, text, onPrint, onFiles, onWhatChanged, onPresent, children } = props;
  const { id, title, workspaceId } = info;
  const { t } = useTranslation();
  const isGuest = useIsGuest();
  const navigate = useNavigate();
  const toast = useToast();
  const copy = useCopy();
  const textOf = useProblemText();
  const { mutate: trash } = useTrash(id);
  const { mutate: restore } = useRestore(id);
  const { duplicate } = useArranging(workspaceId);
  const [asking, setAsking] = useState<DocumentQuestion>(null);
  const shown = title || t('workspace.untitled');
  const onError = (error: unknown) => toast(textOf(error));
  const arranges = canEdit && isMember;

  const moveToTrash = () =>
    trash(undefined, {
      onSuccess: () => {
        toast(t('document.trashed', { title: shown }), {
          label: t('document.undo'),
          run: () => restore(undefined, { onError }),
        });
        void navigate(`/w/${workspaceId}`);
      },
      onError,
    });

  return (
    <>
      <Menu.Root>
        <Menu.Trigger render={<IconButton label={t('document.menu')} />}>
          <Ellipsis size={18} />
        </Menu.Trigger>
        <Menu.Portal>
          <Menu.Positioner className={popup.positioner} align="end" sideOffset={4}>
            <Menu.Popup className={popup.menu}>
              {children}
              <Item icon={Presentation} label={t('document.present')} run={onPresent} />
              {!isGuest && (
                <>
                  <Item icon={Paperclip} label={t('document.attachments')} run={onFiles} />
                  <Item icon={Newspaper} label={t('news.whatChanged')} run={onWhatChanged} />
                </>
              )}
              {text !== null && (
                <>
                  <Menu.Separator className={popup.separator} />
                  <Item
                    icon={Download}
                    label={t('guest.download')}
                    run={() => void fileOf(id, text()).then((file) => download(fileNameOf(title), file))}
                  />
                  <Item
                    icon={ClipboardCopy}
                    label={t('document.copyMarkdown')}
                    run={() => copy(text(), t('document.markdownCopied'))}
                  />
                  <Item icon={Printer} label={t('document.print')} run={onPrint} />
                </>
              )}
              {!isGuest && (
                <>
                  <Menu.Separator className={popup.separator} />
                  <Item
                    icon={Link2}
                    label={t('sharing.copyLink')}
                    run={() => copy(`${location.origin}/d/${id}`, t('sharing.copied'))}
                  />
                </>
              )}
              {arranges && (
                <>
                  <Item icon={Pencil} label={t('tree.rename')} run={() => setAsking('name')} />
                  <Item icon={FolderInput} label={t('tree.move')} run={() => setAsking('place')} />
                  <Item
                    icon={Copy}
                    label={t('tree.duplicate')}
                    run={() => duplicate.mutate(id, { onError, onSuccess: (made) => void navigate(`/d/${made.id}`) })}
                  />
                </>
              )}
              {canEdit && !isGuest && (
                <>
                  <Menu.Separator className={popup.separator} />
                  <Item icon={Trash2} label={t('document.trash')} run={moveToTrash} />
                </>
              )}
            </Menu.Popup>
          </Menu.Positioner>
        </Menu.Portal>
      </Menu.Root>
      {arranges && (
        <DocumentDialogs workspaceId={workspaceId} document={info} asking={asking} onClose={() => setAsking(null)} />
      )}
    </>
  );
}

function Item({ icon: Icon, label, run }: { icon: LucideIcon; label: string; run: () => void }) {
  return (
    <Menu.Item className={popup.item} onClick={run}>
      <Icon size={16} />
      {label}
    </Menu.Item>
  );
}
