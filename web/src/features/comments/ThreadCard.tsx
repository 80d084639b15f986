import { Check, Link, Link2, RotateCcw } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useCopy } from '../../app/useCopy';
import { useProblemText } from '../../app/useProblemText';
import type { Role, Thread } from '../../api/types';
import { Button, IconButton } from '../../design/Button';
import { useToast } from '../../design/Toasts';
import { withoutIds } from '../../markdown/mentions';
import { CommentCard } from './CommentCard';
import styles from './Comments.module.css';
import { Composer } from './Composer';
import { mayComment } from './mayComment';
import type { Commenting } from './queries';

interface ThreadCardProps {
  thread: Thread;
  role: Role;
  commenting: Commenting;
  isActive: boolean;
  /** How often somebody has asked to write into it. */
  writing: number;
  onActivate: () => void;
  onReply: () => void;
  onReattach: () => void;
}

export function ThreadCard({ thread, role, commenting, isActive, writing, onActivate, ...on }: ThreadCardProps) {
  const { t } = useTranslation();
  const toast = useToast();
  const textOf = useProblemText();
  const copy = useCopy();
  const card = useRef<HTMLElement>(null);
  const { id, documentId, anchor, status, orphaned, comments } = thread;
  const resolved = status === 'resolved';
  useEffect(() => {
    if (isActive) card.current?.scrollIntoView({ block: 'nearest' });
  }, [isActive]);

  const setStatus = (next: 'open' | 'resolved') =>
    commenting.change.mutate({ thread: id, status: next }, { onError: (error) => toast(textOf(error)) });

  return (
    <article
      ref={card}
      className={styles.card}
      data-active={isActive}
      tabIndex={-1}
      aria-label={t('comments.thread', { quote: anchor.quote.slice(0, 60) })}
      onClick={onActivate}
    >
      <header className={styles.cardHead}>
        <blockquote className={styles.quote} data-orphaned={orphaned}>
          {withoutIds(anchor.quote)}
        </blockquote>
        <IconButton
          label={t('comments.copyLink')}
          onClick={() => copy(`${location.origin}/d/${documentId}?thread=${id}`, t('comments.linkCopied'))}
        >
          <Link size={16} />
        </IconButton>
        {mayComment(role) && (
          <IconButton
            label={t(resolved ? 'comments.reopen' : 'comments.resolve')}
            onClick={() => setStatus(resolved ? 'open' : 'resolved')}
          >
            {resolved ? <RotateCcw size={16} /> : <Check size={16} />}
          </IconButton>
        )}
      </header>
      {orphaned && (
        <div className={styles.orphaned}>
          <p>{t('comments.textDeleted')}</p>
          {mayComment(role) && (
            <Button onClick={on.onReattach}>
              <Link2 size={16} />
              {t('comments.reattach')}
            </Button>
          )}
        </div>
      )}
      <ol className={styles.comments}>
        {comments.map((comment) => (
          <li key={comment.id}>
            <CommentCard documentId={documentId} comment={comment} role={role} commenting={commenting} />
          </li>
        ))}
      </ol>
      {mayComment(role) && !resolved && !isActive && (
        <div className={styles.send}>
          <Button
            onClick={(event) => {
              // The card itself is only looked at by a click.
              event.stopPropagation();
              on.onReply();
            }}
          >
            {t('comments.reply')}
          </Button>
        </div>
      )}
      {mayComment(role) && !resolved && isActive && (
        <Composer
          // What was typed is kept beside it: asked for again, it takes the cursor again.
          key={writing}
          focusAtFirst={writing > 0}
          documentId={documentId}
          role={role}
          draftKey={id}
          label={t('comments.reply')}
          action={t('comments.reply')}
          onSend={(text) => commenting.reply.mutateAsync({ thread: id, text })}
        />
      )}
    </article>
  );
}
