import { Star } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { dateLocale } from '../../i18n/locale';
import { useProblemText } from '../../app/useProblemText';
import type { Version } from '../../api/types';
import { Button } from '../../design/Button';
import { Notice } from '../../design/Notice';
import { mayEdit } from '../../sync/ticket';
import type { History } from './useHistory';
import styles from './History.module.css';
import { NameVersion } from './NameVersion';

export function HistoryPanel({ history }: { history: History }) {
  const { t, i18n } = useTranslation();
  const textOf = useProblemText();
  const { versions, error, shown, show, hasMore, more, nameOf } = history;
  const day = new Intl.DateTimeFormat(dateLocale(i18n.language), { dateStyle: 'full' });
  const days = new Map<string, Version[]>();
  for (const version of versions ?? []) {
    const name = day.format(new Date(version.endedAt));
    days.set(name, [...(days.get(name) ?? []), version]);
  }
  return (
    <div className={styles.panel}>
      {mayEdit(history.role) && <NameVersion label={t('history.nameNow')} onName={history.keep} />}
      <Button aria-pressed={shown === 'authors'} onClick={() => show(shown === 'authors' ? null : 'authors')}>
        {t('history.whoWrote')}
      </Button>
      {error !== null && <Notice tone="danger">{textOf(error)}</Notice>}
      {versions?.length === 0 && <p className={styles.nothing}>{t('history.none')}</p>}
      {[...days].map(([name, inDay]) => (
        <section key={name}>
          <h3 className={styles.day}>{name}</h3>
          <ul>
            {inDay.map((version) => (
              <li key={version.id}>
                <Entry
                  version={version}
                  people={version.contributors.map(nameOf)}
                  isShown={typeof shown === 'object' && shown?.id === version.id}
                  onShow={() => show(version)}
                />
              </li>
            ))}
          </ul>
        </section>
      ))}
      {hasMore && <Button onClick={more}>{t('workspace.more')}</Button>}
    </div>
  );
}

const MOST_NAMED = 3;

/** Those who fit into a line, and how many there are besides. */
const inShort = (people: string[]) =>
  people.length > MOST_NAMED
    ? `${people.slice(0, MOST_NAMED - 1).join(', ')} +${people.length - MOST_NAMED + 1}`
    : people.join(', ');

interface EntryProps {
  version: Version;
  people: string[];
  isShown: boolean;
  onShow: () => void;
}

function Entry({ version, people, isShown, onShow }: EntryProps) {
  const { t, i18n } = useTranslation();
  const clock = new Intl.DateTimeFormat(dateLocale(i18n.language), { timeStyle: 'short' });
  const { name, startedAt, endedAt, inserted, deleted } = version;
  const range = clock.formatRange(new Date(startedAt), new Date(endedAt));
  return (
    <button type="button" className={styles.entry} aria-current={isShown} onClick={onShow}>
      {name !== null && (
        <span className={styles.name}>
          <Star size={14} aria-hidden="true" />
          {name}
        </span>
      )}
      <span className={styles.when}>{range}</span>
      <span className={styles.who} title={people.join(', ')}>
        {people.length > 0 ? inShort(people) : t('history.nobody')}
      </span>
      <span className={styles.size}>
        <ins aria-label={t('history.inserted', { count: inserted })}>+{inserted}</ins>{' '}
        <del aria-label={t('history.deleted', { count: deleted })}>−{deleted}</del>
      </span>
    </button>
  );
}
