import { Check, X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { SuggestedHunk } from '../../api/types';
import { IconButton } from '../../design/Button';
import { colourOf } from '../../sync/people';
import type { Decision } from './queries';
import styles from './Suggestions.module.css';

interface HunkRowProps {
  hunk: SuggestedHunk;
  /** From 1, in its suggestion. */
  number: number;
  authorId: string;
  isActive: boolean;
  onActivate: () => void;
  /** Null for those who may not. */
  onDecide: ((how: Decision['how']) => void) | null;
}

/** One change of a suggestion: what goes, what comes, and what became of it. */
export function HunkRow({ hunk, number, authorId, isActive, onActivate, onDecide }: HunkRowProps) {
  const { t } = useTranslation();
  const row = useRef<HTMLDivElement>(null);
  const { before, after, status, conflict, decidedBy } = hunk;
  useEffect(() => {
    if (isActive) row.current?.scrollIntoView({ block: 'nearest' });
  }, [isActive]);
  return (
    <div ref={row} className={styles.hunk} data-active={isActive} data-status={status}>
      <button type="button" className={styles.change} aria-current={isActive} onClick={onActivate}>
        {before !== '' && (
          <del className={`${styles.out ?? ''} mdr-colour-${colourOf(authorId)}`}>{visible(before)}</del>
        )}
        {after !== '' && <ins className={`${styles.in ?? ''} mdr-colour-${colourOf(authorId)}`}>{visible(after)}</ins>}
      </button>
      {status === 'open' && onDecide !== null && (
        <div className={styles.decide}>
          {!conflict && (
            <IconButton label={t('suggestions.accept', { number })} onClick={() => onDecide('accept')}>
              <Check size={16} />
            </IconButton>
          )}
          <IconButton label={t('suggestions.reject', { number })} onClick={() => onDecide('reject')}>
            <X size={16} />
          </IconButton>
        </div>
      )}
      {conflict && <p className={styles.note}>{t('suggestions.conflict')}</p>}
      {status !== 'open' && (
        <p className={styles.note}>
          {t(status === 'accepted' ? 'suggestions.accepted' : 'suggestions.rejected', {
            name: decidedBy?.name ?? t('comments.somebody'),
          })}
        </p>
      )}
    </div>
  );
}

/** A line end that goes or comes is seen as a sign. */
const visible = (text: string) => text.replaceAll('\n', '⏎\n');
