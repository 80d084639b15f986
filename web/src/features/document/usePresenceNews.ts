import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { dateLocale } from '../../i18n/locale';
import type { Person } from '../../sync/people';

/** So long comings and goings are gathered: a train of them is read out as one. */
const PAUSE = 5_000;

/** Who came and who went between two moments, by name. */
export function comingAndGoing(
  before: readonly Person[],
  after: readonly Person[],
): { came: string[]; went: string[] } {
  const others = (people: readonly Person[], without: readonly Person[]) =>
    people
      .filter(({ id, isMe, isAssistant }) => !isMe && !isAssistant && !without.some((one) => one.id === id))
      .map(({ name }) => name);
  return { came: others(after, before), went: others(before, after) };
}

/** What a screen reader is told of others' coming and going; empty while there is nothing new. */
export function usePresenceNews(people: Person[]): string {
  const { t, i18n } = useTranslation();
  const [told, setTold] = useState<Person[] | null>(null);
  const [news, setNews] = useState('');
  useEffect(() => {
    // Without a connection nobody is seen, which says nothing of where they are.
    if (people.length === 0) return;
    const waiting = setTimeout(
      () => {
        setTold(people);
        if (told === null) return;
        const { came, went } = comingAndGoing(told, people);
        const list = (names: string[]) => new Intl.ListFormat(dateLocale(i18n.language)).format(names);
        setNews(
          [
            came.length === 0 ? '' : t('presence.came', { count: came.length, names: list(came) }),
            went.length === 0 ? '' : t('presence.went', { count: went.length, names: list(went) }),
          ]
            .join(' ')
            .trim(),
        );
      },
      told === null ? 0 : PAUSE,
    );
    return () => clearTimeout(waiting);
  }, [people, told, t, i18n.language]);
  return news;
}
