import { Download, FileIcon, ImageIcon, Trash2 } from 'lucide-react';
import { use, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type * as Y from 'yjs';
import { dateLocale } from '../../i18n/locale';
import type { Attachment } from '../../api/types';
import { useProblemText } from '../../app/useProblemText';
import { Button, IconButton } from '../../design/Button';
import { Notice } from '../../design/Notice';
import { useToast } from '../../design/Toasts';
import { sizeText } from '../../i18n/size';
import { timeAgo } from '../../i18n/time';
import settings from '../settings/Settings.module.css';
import { ConfirmDialog } from '../workspace/ConfirmDialog';
import page from '../workspace/WorkspacePage.module.css';
import styles from './Attachments.module.css';
import { FilesContext } from './FilesContext';
import { addressOfAttachment, useAttachments, useDeleteAttachment } from './queries';

interface AttachmentsPanelProps {
  documentId: string;
  text: Y.Text;
  mayDelete: boolean;
}

/** The files that lie beside the text, whether it still names them or not. */
export function AttachmentsPanel({ documentId, text, mayDelete }: AttachmentsPanelProps) {
  const { t } = useTranslation();
  const textOf = useProblemText();
  const { data: attachments, error, hasNextPage, fetchNextPage } = useAttachments(documentId);
  const words = useText(text);
  return (
    <>
      {error !== null && <Notice tone="danger">{textOf(error)}</Notice>}
      {attachments?.length === 0 && <p className={page.quiet}>{t('attachments.none')}</p>}
      {attachments !== undefined && attachments.length > 0 && (
        <ul className={page.list} aria-label={t('document.attachments')}>
          {attachments.map((attachment) => (
            <li key={attachment.id} className={settings.entry}>
              <Row
                attachment={attachment}
                documentId={documentId}
                isNamed={words.includes(attachment.id)}
                mayDelete={mayDelete}
              />
            </li>
          ))}
        </ul>
      )}
      {hasNextPage && <Button onClick={() => void fetchNextPage()}>{t('workspace.more')}</Button>}
    </>
  );
}

interface RowProps {
  attachment: Attachment;
  documentId: string;
  isNamed: boolean;
  mayDelete: boolean;
}

function Row({ attachment, documentId, isNamed, mayDelete }: RowProps) {
  const { t, i18n } = useTranslation();
  const toast = useToast();
  const textOf = useProblemText();
  const { mutateAsync: remove } = useDeleteAttachment(documentId);
  const [asking, setAsking] = useState(false);
  // Read once: a list that counts seconds would move under the eyes.
  const [now] = useState(() => Date.now());
  const { id, fileName: name, size, status, isPicture, createdAt } = attachment;
  const isHere = status === 'ready';
  const save = async () => {
    try {
      const link = document.createElement('a');
      link.href = await addressOfAttachment(id);
      link.download = name;
      link.click();
    } catch (error) {
      toast(textOf(error));
    }
  };
  return (
    <>
      <Face id={id} isPicture={isPicture && isHere} />
      <div className={settings.main}>
        <p className={settings.name}>{name}</p>
        <p className={settings.muted}>
          {[
            sizeText(size, dateLocale(i18n.language)),
            isHere ? timeAgo(createdAt, now, dateLocale(i18n.language)) : t('attachments.coming'),
            ...(isNamed ? [] : [t('attachments.unnamed')]),
          ].join(' · ')}
        </p>
      </div>
      {isHere && (
        <IconButton label={t('attachments.save', { name })} onClick={() => void save()}>
          <Download size={16} />
        </IconButton>
      )}
      {mayDelete && (
        <IconButton label={t('attachments.delete', { name })} onClick={() => setAsking(true)}>
          <Trash2 size={16} />
        </IconButton>
      )}
      <ConfirmDialog
        open={asking}
        onClose={() => setAsking(false)}
        title={t('attachments.deleteTitle', { name })}
        text={t(isNamed ? 'attachments.deleteNamed' : 'attachments.deleteText')}
        action={t('attachments.deleteAction')}
        onConfirm={() => remove(id)}
      />
    </>
  );
}

/** What it looks like, where that can be shown; the name stands beside it. */
function Face({ id, isPicture }: { id: string; isPicture: boolean }) {
  const files = use(FilesContext);
  const [address, setAddress] = useState<string | null>(null);
  useEffect(() => {
    if (!isPicture || files === null) return;
    let gone = false;
    void files.thumbnail(id).then((found) => {
      if (!gone) setAddress(found);
    });
    return () => {
      gone = true;
    };
  }, [id, isPicture, files]);
  if (address !== null) return <img className={styles.face} src={address} alt="" />;
  return (
    <span className={styles.face}>
      {isPicture ? <ImageIcon size={18} aria-hidden="true" /> : <FileIcon size={18} aria-hidden="true" />}
    </span>
  );
}

const PAUSE = 300;

/** The text as it is, a moment after it has come to rest. */
function useText(text: Y.Text): string {
  const [words, setWords] = useState(() => text.toJSON());
  useEffect(() => {
    let waiting: ReturnType<typeof setTimeout> | undefined;
    const read = () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => setWords(text.toJSON()), PAUSE);
    };
    text.observe(read);
    return () => {
      clearTimeout(waiting);
      text.unobserve(read);
    };
  }, [text]);
  return words;
}
