import { Bot } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { dateLocale } from '../../i18n/locale';
import type { Suggestion } from '../../api/types';
import { Button } from '../../design/Button';
import { timeAgo } from '../../i18n/time';
import { useMe } from '../auth/useSession';
import comments from '../comments/Comments.module.css';
import { Face } from '../people/Face';
import { useVia } from '../people/via';
import { HunkRow } from './HunkRow';
import type { Decision } from './queries';
import styles from './Suggestions.module.css';

interface SuggestionCardProps {
  suggestion: Suggestion;
  active: string | null;
  onActivate: (change: string) => void;
  onDecide: ((decision: Decision) => void) | null;
  onWithdraw: (suggestion: string) => void;
}

export function SuggestionCard({ suggestion, active, onActivate, onDecide, onWithdraw }: SuggestionCardProps) {
  const { t, i18n } = useTranslation();
  const me = useMe();
  const viaOf = useVia();
  // Read once: a list that counts seconds would move under the eyes.
  const [now] = useState(() => Date.now());
  const { id, author, message, via, isAssisted, createdAt, hunks } = suggestion;
  const name = author.name ?? t('comments.somebody');
  const isOpen = suggestion.status === 'open';
  const undecided = hunks.filter(({ status }) => status === 'open');
  const decideAll = (how: Decision['how']) => onDecide?.({ suggestion: id, how });
  return (
    <article
      className={comments.card}
      aria-label={t('suggestions.of', { name, count: hunks.length })}
      data-active={hunks.some((hunk) => hunk.id === active)}
    >
      <header className={comments.by}>
        <Face id={author.id} name={name} />
        <span className={comments.author}>{name}</span>
        {via !== null && (
          <span className={comments.via}>
            <Bot size={14} aria-hidden="true" />
            {viaOf(via)}
          </span>
        )}
        {isAssisted && via === null && (
          <span className={styles.assisted} title={t('suggestions.assisted')}>
            <Bot size={14} aria-hidden="true" />
            <span className="sr-only">{t('suggestions.assisted')}</span>
          </span>
        )}
        <time
          className={comments.when}
          dateTime={createdAt}
          title={new Date(createdAt).toLocaleString(dateLocale(i18n.language))}
        >
          {timeAgo(createdAt, now, dateLocale(i18n.language))}
        </time>
      </header>
      {message !== null && <p className={comments.body}>{message}</p>}
      <ol className={styles.hunks}>
        {hunks.map((hunk, index) => (
          <li key={hunk.id}>
            <HunkRow
              hunk={hunk}
              number={index + 1}
              authorId={author.id}
              isActive={hunk.id === active}
              onActivate={() => onActivate(hunk.id)}
              onDecide={onDecide === null ? null : (how) => onDecide({ suggestion: id, how, hunks: [hunk.id] })}
            />
          </li>
        ))}
      </ol>
      {isOpen && (
        <footer className={styles.all}>
          {onDecide !== null && undecided.length > 1 && (
            <>
              <Button onClick={() => decideAll('accept')}>{t('suggestions.acceptAll')}</Button>
              <Button onClick={() => decideAll('reject')}>{t('suggestions.rejectAll')}</Button>
            </>
          )}
          {author.id === me.id && <Button onClick={() => onWithdraw(id)}>{t('suggestions.withdraw')}</Button>}
        </footer>
      )}
    </article>
  );
}
