import { Download, Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import * as Y from 'yjs';
import { localEntries, type LocalEntry } from '../../sync/localEntries';
import { fileNameOf } from '../../sync/markdownBytes';
import { ROOT_TEXT } from '../../sync/replica';
import { download } from '../document/download';
import { ConfirmDialog } from '../workspace/ConfirmDialog';
import { EntryMenu } from '../workspace/EntryMenu';
import { NameDialog } from '../workspace/NameDialog';

interface LocalEntryMenuProps {
  entry: LocalEntry;
  className?: string | undefined;
}

export function LocalEntryMenu({ entry, className }: LocalEntryMenuProps) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState<'name' | 'removal' | null>(null);
  const { id, title, file } = entry;
  const shown = title || t('workspace.untitled');
  return (
    <>
      <EntryMenu
        name={shown}
        className={className}
        actions={[
          { icon: Pencil, label: t('tree.rename'), run: () => setAsking('name') },
          { icon: Download, label: t('guest.download'), run: () => void downloadEntry(entry) },
        ]}
        removal={{
          icon: Trash2,
          label: t(file === undefined ? 'guest.delete' : 'guest.close'),
          run: () => setAsking('removal'),
        }}
      />
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
