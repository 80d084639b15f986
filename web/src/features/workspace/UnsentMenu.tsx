import { useQueryClient } from '@tanstack/react-query';
import { Copy, Download, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCopy } from '../../app/useCopy';
import { forgetDeviceCopy } from '../../sync/deviceCopies';
import { fileNameOf } from '../../sync/markdownBytes';
import { unsentText, type Unsent } from '../../sync/unsentHere';
import { download } from '../document/download';
import { ConfirmDialog } from './ConfirmDialog';
import { EntryMenu } from './EntryMenu';

/** What can be done with what wasn't sent, whether the document can still be opened or not. */
export function UnsentMenu({ unsent, title }: { unsent: Unsent; title: string }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const copy = useCopy();
  const [asking, setAsking] = useState(false);
  const shown = title || t('workspace.untitled');
  return (
    <>
      <EntryMenu
        name={shown}
        actions={[
          {
            icon: Copy,
            label: t('document.leftover.copy'),
            run: () => void unsentText(unsent).then((text) => copy(text, t('document.leftover.copied'))),
          },
          {
            icon: Download,
            label: t('document.leftover.download'),
            run: () => void unsentText(unsent).then((text) => download(fileNameOf(title), text)),
          },
        ]}
        removal={{ icon: Trash2, label: t('document.leftover.discard'), run: () => setAsking(true) }}
      />
      <ConfirmDialog
        open={asking}
        onClose={() => setAsking(false)}
        title={t('drafts.discardTitle')}
        text={t(`drafts.discard_${unsent.kind}`, { title: shown })}
        action={t('document.leftover.discard')}
        onConfirm={() => {
          forgetDeviceCopy(unsent.key);
          return queries.invalidateQueries({ queryKey: ['unsent', unsent.key.userId] });
        }}
      />
    </>
  );
}
