import type { CSSProperties } from 'react';
import { useTranslation } from 'react-i18next';
import { colourOf } from '../../sync/people';
import { nextOf, type Lane } from './timeline';
import styles from './TimeSlider.module.css';

interface AuthorLanesProps {
  lanes: Lane[];
  /** How many versions there are. */
  all: number;
  at: number;
  nameOf: (author: string) => string;
  onGo: (index: number | null) => void;
}

/** Who wrote when: a lane for each author. Their name leads to the next version that they wrote in. */
export function AuthorLanes({ lanes, all, at, nameOf, onGo }: AuthorLanesProps) {
  const { t } = useTranslation();
  return (
    <ul className={styles.lanes} aria-label={t('history.lanes')} tabIndex={0}>
      {lanes.map(({ author, stretches, versions }) => (
        <li key={author} className={`${styles.line ?? ''} mdr-colour-${colourOf(author)}`}>
          <button
            type="button"
            className={styles.author}
            aria-label={t('history.lane', { name: nameOf(author), count: versions.length, all })}
            onClick={() => onGo(nextOf(versions, at, 1))}
          >
            {nameOf(author)}
          </button>
          {/* By pointer: where it is clicked. By keyboard the name and the slider go there. */}
          <div
            className={styles.track}
            aria-hidden="true"
            onClick={({ clientX, currentTarget }) => {
              const { left, width } = currentTarget.getBoundingClientRect();
              onGo(Math.min(all - 1, Math.floor(((clientX - left) / width) * all)));
            }}
          >
            {stretches.map(({ from, to }) => (
              <span
                key={from}
                className={styles.stretch}
                style={{ '--from': from + 1, '--to': to + 2 } as CSSProperties}
              />
            ))}
          </div>
        </li>
      ))}
    </ul>
  );
}
