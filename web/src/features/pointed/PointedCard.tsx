import { useLayoutEffect, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Suggestion, Thread } from '../../api/types';
import { Avatar } from '../../design/Avatar';
import { dateLocale } from '../../i18n/locale';
import { timeAgo } from '../../i18n/time';
import { CommentBody } from '../comments/CommentBody';
import comments from '../comments/Comments.module.css';
import { Face } from '../people/Face';
import { HunkRow } from '../suggestions/HunkRow';
import type { Decision } from '../suggestions/queries';
import styles from './PointedCard.module.css';
import { CARD } from './pointing';

interface PointedThreadProps {
  at: DOMRect;
  thread: Thread;
}

/** How a thread begins; the rest is in the panel. */
export function PointedThread({ at, thread }: PointedThreadProps) {
  const { t } = useTranslation();
  const [first] = thread.comments;
  if (first === undefined) return null;
  const { author, importedFrom, body, createdAt, deleted } = first;
  const count = thread.comments.length;
  return (
    <Card
      key={thread.id}
      at={at}
      author={importedFrom === null ? author : { id: author.id, name: importedFrom }}
      isHere={importedFrom === null}
      when={createdAt}
    >
      <div className={styles.beginning}>{deleted ? t('comments.deleted') : <CommentBody text={body} />}</div>
      {count > 1 && <p className={styles.more}>{t('comments.pin', { count })}</p>}
    </Card>
  );
}

interface PointedChangeProps {
  at: DOMRect;
  suggestion: Suggestion;
  /** Which of its changes. */
  change: string;
  onShow: () => void;
  /** Null for those who may not. */
  onDecide: ((decision: Decision) => void) | null;
}

/** One suggested change, to be decided on where it stands. */
export function PointedChange({ at, suggestion, change, onShow, onDecide }: PointedChangeProps) {
  const { id, author, message, createdAt, hunks } = suggestion;
  const place = hunks.findIndex((hunk) => hunk.id === change);
  const hunk = hunks[place];
  if (hunk?.status !== 'open') return null;
  return (
    <Card key={change} at={at} author={author} isHere when={createdAt}>
      {message !== null && <p className={styles.beginning}>{message}</p>}
      <HunkRow
        hunk={hunk}
        number={place + 1}
        authorId={author.id}
        isActive={false}
        onActivate={onShow}
        onDecide={onDecide === null ? null : (how) => onDecide({ suggestion: id, how, hunks: [change] })}
      />
    </Card>
  );
}

interface CardProps {
  at: DOMRect;
  author: { id: string; name: string | null };
  /** Who came from elsewhere with a file has no picture. */
  isHere: boolean;
  when: string;
  children: ReactNode;
}

const GAP = 6;
const EDGE = 8;

/** Below what is pointed at; above it where there is no room. */
function Card({ at, author, isHere, when, children }: CardProps) {
  const { t, i18n } = useTranslation();
  const card = useRef<HTMLDivElement>(null);
  const [now] = useState(() => Date.now());
  const name = author.name ?? t('comments.somebody');
  useLayoutEffect(() => {
    const element = card.current;
    if (element === null) return;
    const put = () => {
      const { offsetWidth: width, offsetHeight: height } = element;
      const below = at.bottom + GAP;
      const top = below + height + EDGE <= window.innerHeight ? below : Math.max(EDGE, at.top - GAP - height);
      element.style.top = `${top}px`;
      element.style.left = `${Math.max(EDGE, Math.min(at.left, window.innerWidth - width - EDGE))}px`;
    };
    put();
    // A picture in it may come later.
    const sizes = new ResizeObserver(put);
    sizes.observe(element);
    return () => sizes.disconnect();
  }, [at]);
  return (
    <div ref={card} className={styles.card} role="group" aria-label={name} {...{ [CARD]: '' }}>
      <header className={comments.by}>
        {isHere ? <Face id={author.id} name={name} /> : <Avatar id={author.id} name={name} />}
        <span className={comments.author}>{name}</span>
        <time className={comments.when} dateTime={when}>
          {timeAgo(when, now, dateLocale(i18n.language))}
        </time>
      </header>
      {children}
    </div>
  );
}
