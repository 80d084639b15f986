import { useTranslation } from 'react-i18next';
import type { Somebody } from '../../api/types';
import { useVia } from '../people/via';
import type { Writer } from './contributors';

/**
 * What the history calls them: also who has left, and guests, whom anybody may call what they like; and by what they wrote,
 * where that wasn't the app.
 */
export function useNames(people: readonly Somebody[] | undefined): (writer: Writer) => string {
  const { t } = useTranslation();
  const viaOf = useVia();
  const known = new Map(people?.map((person) => [person.id, person]));
  const nameOf = (id: string) => {
    const { name = null, guest = false } = known.get(id) ?? {};
    if (name === null) return t('comments.somebody');
    return guest ? t('history.guest', { name }) : name;
  };
  return ({ author, via }) =>
    author === null ? t('history.unknown') : [nameOf(author), viaOf(via)].filter((part) => part !== null).join(' ');
}
