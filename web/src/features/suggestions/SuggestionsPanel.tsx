import { Toggle } from '@base-ui/react/toggle';
import { ToggleGroup } from '@base-ui/react/toggle-group';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useProblemText } from '../../app/useProblemText';
import type { Suggestion } from '../../api/types';
import { Button } from '../../design/Button';
import { Notice } from '../../design/Notice';
import comments from '../comments/Comments.module.css';
import { useVia } from '../people/via';
import { fromOne, undecidedOf } from './fromOne';
import { SuggestionCard } from './SuggestionCard';
import styles from './Suggestions.module.css';
import type { Suggestions } from './useSuggestions';

const FILTERS = ['open', 'decided'] as const;
type Filter = (typeof FILTERS)[number];

export function SuggestionsPanel({ suggestions }: { suggestions: Suggestions }) {
  const { t } = useTranslation();
  const textOf = useProblemText();
  const { all = [], error, active, activate, decide, acceptFrom, withdraw } = suggestions;
  const [filter, setFilter] = useState<Filter>('open');
  const shown = byPlace(all.filter(({ status }) => status === filter));
  return (
    <div className={comments.panel}>
      <ToggleGroup
        className={comments.filters}
        aria-label={t('suggestions.filter')}
        value={[filter]}
        onValueChange={([next]) => {
          if (next !== undefined) setFilter(next);
        }}
      >
        {FILTERS.map((other) => {
          const count = all.filter(({ status }) => status === other).length;
          return (
            <Toggle key={other} value={other} className={comments.filter}>
              {t(`suggestions.filter_${other}`)}
              {count > 0 && <span className={comments.count}>{count}</span>}
            </Toggle>
          );
        })}
      </ToggleGroup>
      {filter === 'open' && acceptFrom !== null && <FromOne groups={fromOne(all)} onAccept={acceptFrom} />}
      {error !== null && <Notice tone="danger">{textOf(error)}</Notice>}
      {shown.length === 0 && <p className={comments.nothing}>{t(`suggestions.none_${filter}`)}</p>}
      <ul className={comments.threads} aria-label={t('document.suggestions')}>
        {shown.map((suggestion) => (
          <li key={suggestion.id}>
            <SuggestionCard
              suggestion={suggestion}
              active={active}
              onActivate={activate}
              onDecide={decide}
              onWithdraw={withdraw}
            />
          </li>
        ))}
      </ul>
    </div>
  );
}

interface FromOneProps {
  groups: Suggestion[][];
  onAccept: (suggestions: Suggestion[]) => void;
}

function FromOne({ groups, onAccept }: FromOneProps) {
  const { t } = useTranslation();
  const viaOf = useVia();
  if (groups.length === 0) return null;
  return (
    <div className={styles.together}>
      {groups.map((group) => {
        const [first] = group;
        if (first === undefined) return null;
        const name = [first.author.name ?? t('comments.somebody'), viaOf(first.via)].filter(Boolean).join(' ');
        return (
          <Button key={first.id} onClick={() => onAccept(group)}>
            {t('suggestions.acceptFrom', { name, changes: undecidedOf(group) })}
          </Button>
        );
      })}
    </div>
  );
}

/** In the order of the text; those without a place last, the oldest first. */
function byPlace(suggestions: Suggestion[]): Suggestion[] {
  const place = ({ hunks }: Suggestion) => Math.min(...hunks.map(({ range }) => range?.start ?? Infinity));
  return [...suggestions].sort((a, b) => {
    const [first, second] = [place(a), place(b)];
    return first === second ? a.createdAt.localeCompare(b.createdAt) : first - second;
  });
}
