import { Check, CheckCheck } from 'lucide-react';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useProblemText } from '../../app/useProblemText';
import type { Notification } from '../../api/types';
import { Button, IconButton } from '../../design/Button';
import { Notice } from '../../design/Notice';
import { timeAgo } from '../../i18n/time';
import { CommentBody } from '../comments/CommentBody';
import { Face } from '../people/Face';
import page from '../workspace/WorkspacePage.module.css';
import styles from './Inbox.module.css';
import { useInbox, useReading } from './queries';
import { useStepping } from './useStepping';
import { verbOf } from './verbs';

/** What concerns me: the unread first, then by time. */
export function Inbox() {
  const { t } = useTranslation();
  const textOf = useProblemText();
  const { data, dataUpdatedAt, error, hasNextPage, isFetchingNextPage, fetchNextPage } = useInbox();
  const { mutate: read } = useReading();
  const list = useRef<HTMLUListElement>(null);
  useStepping(list);
  const items = data?.items ?? [];
  const inOrder = [...items.filter(({ readAt }) => readAt === null), ...items.filter(({ readAt }) => readAt !== null)];
  const [newest] = items;
  return (
    <div className={page.page}>
      <div className={page.head}>
        <h1 className={page.title}>{t('inbox.title')}</h1>
        {data !== undefined && data.unread > 0 && newest !== undefined && (
          <Button onClick={() => read({ before: newest.id })}>
            <CheckCheck size={16} />
            {t('inbox.readAll')}
          </Button>
        )}
      </div>
      {error !== null && <Notice tone="danger">{textOf(error)}</Notice>}
      {data?.items.length === 0 && <p className={page.quiet}>{t('inbox.nothing')}</p>}
      {inOrder.length > 0 && (
        <ul ref={list} className={page.list}>
          {inOrder.map((item) => (
            <li key={item.id}>
              <Entry item={item} now={dataUpdatedAt} onRead={() => read({ ids: [item.id] })} />
            </li>
          ))}
        </ul>
      )}
      {hasNextPage && (
        <div>
          <Button disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {t('workspace.more')}
          </Button>
        </div>
      )}
    </div>
  );
}

interface EntryProps {
  item: Notification;
  now: number;
  onRead: () => void;
}

function Entry({ item, now, onRead }: EntryProps) {
  const { t, i18n } = useTranslation();
  const { actor, event, documentId, workspaceId, title, workspace, quote, excerpt, commentId, createdAt, readAt } =
    item;
  const name = actor?.name ?? t('comments.somebody');
  const where = title ?? workspace ?? t('workspace.untitled');
  const verb = verbOf(event);
  return (
    <div className={styles.entry} data-unread={readAt === null}>
      <Face id={actor?.id ?? ''} name={name} />
      <div className={styles.what}>
        <Link
          className={styles.link}
          to={documentId === null ? `/w/${workspaceId}` : `/d/${documentId}${placeOf(item)}`}
          onClick={readAt === null ? onRead : undefined}
        >
          {verb === null ? t('inbox.other', { name, where }) : t(`inbox.${verb}`, { name, where })}
        </Link>
        {quote !== null && <blockquote className={styles.quote}>{quote}</blockquote>}
        {excerpt !== null && (commentId === null ? <p>{excerpt}</p> : <CommentBody text={excerpt} />)}
        <time className={styles.when} dateTime={createdAt}>
          {timeAgo(createdAt, now, i18n.language)}
        </time>
      </div>
      {readAt === null && (
        <IconButton label={t('inbox.read')} onClick={onRead}>
          <Check size={16} />
        </IconButton>
      )}
    </div>
  );
}

/** Where in the document it leads. */
function placeOf({ event, subjectId, threadId }: Notification): string {
  if (threadId !== null) return `?thread=${threadId}`;
  if (event === 'access-request') return '?share';
  return event.startsWith('suggestion') && subjectId !== null ? `?suggestion=${subjectId}` : '';
}
