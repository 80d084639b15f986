import { BellOff, Check, CheckCheck, Mail } from 'lucide-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { dateLocale } from '../../i18n/locale';
import type { Notification } from '../../api/types';
import { IconButton } from '../../design/Button';
import { timeAgo } from '../../i18n/time';
import { withoutIds } from '../../markdown/mentions';
import { CommentBody } from '../comments/CommentBody';
import { Face } from '../people/Face';
import styles from './Inbox.module.css';
import { MuteButton } from './MuteButton';
import { placeOf } from './placeOf';
import { ThreadActions } from './ThreadActions';
import type { InboxActions } from './useInboxActions';
import { verbOf } from './verbs';

interface InboxEntryProps {
  item: Notification;
  /** When the inbox was read, in milliseconds. */
  now: number;
  actions: InboxActions;
}

/** Who did what, to which words of which document; and what can be done about it from here. */
export function InboxEntry({ item, now, actions }: InboxEntryProps) {
  const { t, i18n } = useTranslation();
  const link = useRef<HTMLAnchorElement>(null);
  const [replying, setReplying] = useState(false);
  const { id, actor, event, documentId, title, workspace, quote, excerpt, createdAt } = item;
  const isUnread = item.readAt === null;
  const read = () => actions.read({ ids: [id] });
  const name = actor?.name ?? t('comments.somebody');
  const where = title ?? workspace ?? t('workspace.untitled');
  const verb = verbOf(event);
  /** The focus stays with the entry when what had it is gone. */
  const endReply = () => {
    setReplying(false);
    link.current?.focus();
  };
  return (
    <div className={styles.entry} data-entry data-unread={isUnread}>
      <Face id={actor?.id ?? ''} name={name} />
      <div className={styles.what}>
        <Link ref={link} className={styles.link} to={placeOf(item)} onClick={isUnread ? read : undefined}>
          {isUnread && <span className="sr-only">{t('inbox.isUnread')} </span>}
          {verb === null ? t('inbox.other', { name, where }) : t(`inbox.${verb}`, { name, where })}
        </Link>
        {quote !== null && <blockquote className={styles.quote}>{withoutIds(quote)}</blockquote>}
        {excerpt !== null && (item.commentId === null ? <p>{excerpt}</p> : <CommentBody text={excerpt} />)}
        <p className={styles.when}>
          <time dateTime={createdAt}>{timeAgo(createdAt, now, dateLocale(i18n.language))}</time>
          {item.threadStatus === 'resolved' && (
            <span className={styles.state}>
              <CheckCheck size={14} /> {t('inbox.resolved')}
            </span>
          )}
          {item.muted === 'thread' && (
            <span className={styles.state}>
              <BellOff size={14} /> {t('inbox.muted')}
            </span>
          )}
        </p>
        {documentId !== null && item.threadId !== null && (
          <ThreadActions
            documentId={documentId}
            threadId={item.threadId}
            isResolved={item.threadStatus === 'resolved'}
            replying={replying}
            onReply={() => setReplying(true)}
            onReplyEnd={endReply}
            onDone={() => {
              if (isUnread) read();
              void actions.refresh();
            }}
            onError={actions.fail}
          />
        )}
      </div>
      <div className={styles.tools}>
        {item.threadId !== null && item.muted !== 'document' && (
          <MuteButton
            isMuted={item.muted === 'thread'}
            muteLabel={t('inbox.muteThread')}
            unmuteLabel={t('inbox.unmuteThread')}
            what={{ threadId: item.threadId }}
            actions={actions}
          />
        )}
        {isUnread ? (
          <IconButton label={t('inbox.read')} onClick={read}>
            <Check size={16} />
          </IconButton>
        ) : (
          <IconButton label={t('inbox.markUnread')} onClick={() => actions.unread(id)}>
            <Mail size={16} />
          </IconButton>
        )}
      </div>
    </div>
  );
}
