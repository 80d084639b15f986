import { Check, Reply, RotateCcw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../design/Button';
import { useCommenting } from '../comments/queries';
import styles from './Inbox.module.css';
import { InboxReply } from './InboxReply';

interface ThreadActionsProps {
  documentId: string;
  threadId: string;
  isResolved: boolean;
  replying: boolean;
  onReply: () => void;
  onReplyEnd: () => void;
  /** The thread was answered, resolved or opened again. */
  onDone: () => void;
  onError: (error: unknown) => void;
}

/** Answers and resolves a thread without going to its document. */
export function ThreadActions(props: ThreadActionsProps) {
  const { documentId, threadId, isResolved, replying, onReply, onReplyEnd, onDone, onError } = props;
  const { t } = useTranslation();
  const { reply, change } = useCommenting(documentId);
  if (replying)
    return (
      <InboxReply
        documentId={documentId}
        threadId={threadId}
        onSend={async (text) => {
          const sent = await reply.mutateAsync({ thread: threadId, text });
          onReplyEnd();
          onDone();
          return sent;
        }}
        onCancel={onReplyEnd}
      />
    );
  const setStatus = (status: 'open' | 'resolved') =>
    change.mutate({ thread: threadId, status }, { onSuccess: onDone, onError });
  return (
    <div className={styles.actions}>
      {isResolved ? (
        <Button className={styles.action} onClick={() => setStatus('open')}>
          <RotateCcw size={14} />
          {t('comments.reopen')}
        </Button>
      ) : (
        <>
          <Button className={styles.action} onClick={onReply}>
            <Reply size={14} />
            {t('comments.reply')}
          </Button>
          <Button className={styles.action} disabled={change.isPending} onClick={() => setStatus('resolved')}>
            <Check size={14} />
            {t('comments.resolve')}
          </Button>
        </>
      )}
    </div>
  );
}
