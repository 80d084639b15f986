import { useTranslation } from 'react-i18next';
import { FILTERS, type FilterName } from './filters';
import { KeyCaps } from './KeyCaps';
import styles from './Palette.module.css';

/** How a search is narrowed down, and which keys open what is chosen. */
export function PaletteFoot({ onBegin }: { onBegin: (filter: FilterName) => void }) {
  const { t } = useTranslation();
  return (
    <div className={styles.foot}>
      <div className={styles.begin} role="group" aria-label={t('search.narrow')}>
        <span aria-hidden="true">{t('search.narrow')}</span>
        {FILTERS.map((filter) => (
          <button
            key={filter}
            type="button"
            className={styles.beginOne}
            aria-label={`${filter}: ${t(`search.filter_${filter}`)}`}
            title={t(`search.filter_${filter}`)}
            onClick={() => onBegin(filter)}
          >
            {filter}:
          </button>
        ))}
      </div>
      <div className={styles.ways}>
        <span className={styles.way}>
          <KeyCaps chord="Enter" /> {t('search.opens')}
        </span>
        <span className={styles.way}>
          <KeyCaps chord="Mod-Enter" /> {t('search.opensAside')}
        </span>
      </div>
    </div>
  );
}
