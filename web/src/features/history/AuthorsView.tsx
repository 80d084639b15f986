import { useQuery } from '@tanstack/react-query';
import { ArrowLeft, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { dateLocale } from '../../i18n/locale';
import { useProblemText } from '../../app/useProblemText';
import { useWide } from '../../app/useWide';
import { IconButton } from '../../design/Button';
import { Notice } from '../../design/Notice';
import { colourOf } from '../../sync/people';
import styles from './History.module.css';
import { handOf } from './contributors';
import { blameQuery } from './queries';
import { authoredParts } from './segments';
import type { History } from './useHistory';
import { useNames } from './useNames';

/** The present text, each part in the colour of who wrote it; names stand in the legend and at each part. */
export function AuthorsView({ history }: { history: History }) {
  const { t, i18n } = useTranslation();
  const textOf = useProblemText();
  const wide = useWide();
  const { data, error } = useQuery(blameQuery(history.documentId));
  const parts = data === undefined ? [] : authoredParts(data.text, data.runs);
  const writers = [...new Map(parts.map(({ author, via }) => [handOf({ author, via }), { author, via }])).values()];
  const when = new Intl.DateTimeFormat(dateLocale(i18n.language), { dateStyle: 'medium', timeStyle: 'short' });
  const nameOf = useNames(data?.people);
  const colour = (author: string | null) => (author === null ? '' : `mdr-colour-${colourOf(author)}`);
  return (
    <section className={styles.view} aria-label={t('history.whoWrote')}>
      <header className={styles.bar}>
        {!wide && (
          <IconButton label={t('history.all')} onClick={() => history.show(null)}>
            <ArrowLeft size={18} />
          </IconButton>
        )}
        <h2 className={styles.title}>{t('history.whoWrote')}</h2>
        <ul className={styles.legend}>
          {writers.map((writer) => (
            <li
              key={handOf(writer)}
              className={`${styles.author ?? ''} ${colour(writer.author)}`}
              data-via={writer.via !== null}
            >
              {nameOf(writer)}
            </li>
          ))}
        </ul>
        {wide && (
          <IconButton label={t('history.close')} onClick={() => history.show(null)}>
            <X size={16} />
          </IconButton>
        )}
      </header>
      {error !== null && <Notice tone="danger">{textOf(error)}</Notice>}
      <div
        className={`${styles.text ?? ''} ${styles.authored ?? ''}`}
        tabIndex={0}
        role="region"
        aria-label={t('history.text')}
      >
        {parts.map(({ author, via, at, text }, index) => (
          <span
            key={index}
            className={`${styles.written ?? ''} ${colour(author)}`}
            data-via={via !== null}
            title={`${nameOf({ author, via })}${at === null ? '' : ` · ${when.format(new Date(at))}`}`}
          >
            {text}
          </span>
        ))}
      </div>
    </section>
  );
}
