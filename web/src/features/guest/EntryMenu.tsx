import { Menu } from '@base-ui/react/menu';
import { Download, Ellipsis, Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import * as Y from 'yjs';
import { IconButton } from '../../design/Button';
import popup from '../../design/popup.module.css';
import { localEntries, type LocalEntry } from '../../sync/localEntries';
import { fileNameOf } from '../../sync/markdownBytes';
import { ROOT_TEXT } from '../../sync/replica';
import { download } from '../document/download';
import { ConfirmDialog } from '../workspace/ConfirmDialog';
import { NameDialog } from '../workspace/NameDialog';

interface EntryMenuProps {
  entry: LocalEntry;
  className?: string | undefined;
}

export function EntryMenu({ entry, className }: EntryMenuProps) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState<'name' | 'removal' | null>(null);
  const { id, title, file } = entry;
  const shown = title || t('workspace.untitled');
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
              <Menu.Item className={popup.item} onClick={() => void downloadEntry(entry)}>
                <Download size={16} />
                {t('guest.download')}
              </Menu.Item>
              <Menu.Separator className={popup.separator} />
              <Menu.Item className={popup.item} onClick={() => setAsking('removal')}>
                <Trash2 size={16} />
                {t(file === undefined ? 'guest.delete' : 'guest.close')}
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
        onName={(name) => localEntries.change(id, { title: name })}
      />
      <ConfirmDialog
        open={asking === 'removal'}
        onClose={() => setAsking(null)}
        title={t(file === undefined ? 'guest.deleteTitle' : 'guest.closeTitle')}
        text={
          file === undefined
            ? t('guest.deleteText', { title: shown })
            : t('guest.closeText', { file: file.handle.name })
        }
        action={t(file === undefined ? 'guest.delete' : 'guest.close')}
        onConfirm={() => localEntries.remove(id)}
      />
    </>
  );
}

async function downloadEntry({ id, title }: LocalEntry): Promise<void> {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, await localEntries.history(id));
  download(fileNameOf(title), doc.getText(ROOT_TEXT).toJSON());
  doc.destroy();
}
