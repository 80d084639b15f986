import type { CSSProperties } from 'react';
import { useTranslation } from 'react-i18next';
import { colourOf } from '../../sync/people';
import { handOf, type Writer } from './contributors';
import { nextOf, type Lane } from './timeline';
import styles from './TimeSlider.module.css';

interface AuthorLanesProps {
  lanes: Lane[];
  /** How many versions there are. */
  all: number;
  at: number;
  nameOf: (writer: Writer) => string;
  onGo: (index: number | null) => void;
}

/** Who wrote when: a lane for each author, and one for each of their agents. Their name leads to the next version that they wrote in. */
export function AuthorLanes({ lanes, all, at, nameOf, onGo }: AuthorLanesProps) {
  const { t } = useTranslation();
  return (
    <ul className={styles.lanes} aria-label={t('history.lanes')} tabIndex={0}>
      {lanes.map(({ writer, stretches, versions }) => (
        <li
          key={handOf(writer)}
          className={`${styles.line ?? ''} mdr-colour-${colourOf(writer.author)}`}
          data-via={writer.via !== null}
        >
          <button
            type="button"
            className={styles.author}
            title={nameOf(writer)}
            aria-label={t('history.lane', { name: nameOf(writer), count: versions.length, all })}
            onClick={() => onGo(nextOf(versions, at, 1))}
          >
            {nameOf(writer)}
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
