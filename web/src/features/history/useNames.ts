import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Somebody } from '../../api/types';

/** What the history calls them: also who has left, and guests, whom anybody may call what they like. */
export function useNames(people: readonly Somebody[] | undefined): (id: string) => string {
  const { t } = useTranslation();
  return useMemo(() => {
    const known = new Map(people?.map((person) => [person.id, person]));
    return (id) => {
      const { name = null, guest = false } = known.get(id) ?? {};
      if (name === null) return t('comments.somebody');
      return guest ? t('history.guest', { name }) : name;
    };
  }, [people, t]);
}
