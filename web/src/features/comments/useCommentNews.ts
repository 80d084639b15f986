import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Comment, Thread } from '../../api/types';
import { useMe } from '../auth/useSession';

/** So long what arrives is gathered: a lively discussion isn't read out word by word. */
const PAUSE = 5_000;
const LONGEST_QUOTE = 60;

export interface CommentNews {
  comment: Comment;
  quote: string;
}

/** What others have written between two moments. */
export function commentsSince(before: readonly Thread[], after: readonly Thread[], myId: string): CommentNews[] {
  const known = new Set(before.flatMap(({ comments }) => comments.map(({ id }) => id)));
  return after.flatMap(({ anchor, comments }) =>
    comments
      .filter(({ id, author, deleted }) => !known.has(id) && author.id !== myId && !deleted)
      .map((comment) => ({ comment, quote: anchor.quote.slice(0, LONGEST_QUOTE) })),
  );
}

/** What a screen reader is told of comments that arrive; empty while there is nothing new. */
export function useCommentNews(threads: Thread[] | undefined): string {
  const { t } = useTranslation();
  const me = useMe();
  const [told, setTold] = useState<Thread[] | null>(null);
  const [news, setNews] = useState('');
  useEffect(() => {
    if (threads === undefined || threads === told) return;
    const waiting = setTimeout(
      () => {
        setTold(threads);
        if (told === null) return;
        const arrived = commentsSince(told, threads, me.id);
        const [only] = arrived;
        if (only === undefined) return;
        const name = only.comment.importedFrom ?? only.comment.author.name ?? t('comments.somebody');
        setNews(
          arrived.length === 1
            ? t('comments.newOne', { name, quote: only.quote })
            : t('comments.newMany', { count: arrived.length }),
        );
      },
      told === null ? 0 : PAUSE,
    );
    return () => clearTimeout(waiting);
  }, [threads, told, me.id, t]);
  return news;
}
