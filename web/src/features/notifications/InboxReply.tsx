import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useProblemText } from '../../app/useProblemText';
import type { Comment } from '../../api/types';
import { Notice } from '../../design/Notice';
import { Composer } from '../comments/Composer';
import { mayComment } from '../comments/mayComment';
import { documentQuery } from '../document/queries';

interface InboxReplyProps {
  documentId: string;
  threadId: string;
  onSend: (text: string) => Promise<Comment>;
  onCancel: () => void;
}

/** An answer in the thread, written where it is told of. */
export function InboxReply({ documentId, threadId, onSend, onCancel }: InboxReplyProps) {
  const { t } = useTranslation();
  const textOf = useProblemText();
  const { data, error } = useQuery(documentQuery(documentId));
  if (error !== null) return <Notice tone="danger">{textOf(error)}</Notice>;
  if (data === undefined) return null;
  if (!mayComment(data.info.role)) return <Notice tone="warning">{t('inbox.mayOnlyRead')}</Notice>;
  return (
    <Composer
      documentId={documentId}
      role={data.info.role}
      draftKey={threadId}
      label={t('comments.reply')}
      action={t('comments.reply')}
      focusAtFirst
      onSend={onSend}
      onCancel={onCancel}
    />
  );
}
