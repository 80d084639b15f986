import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { isSameFilter, type SearchFilter } from './filters';
import styles from './Palette.module.css';

interface FilterChipsProps {
  filters: SearchFilter[];
  /** Those that name nobody, or no place. */
  unknown: SearchFilter[];
  onRemove: (filter: SearchFilter) => void;
}

/** What the search is narrowed down by; each goes by a click, or by the keys that take letters away. */
export function FilterChips({ filters, unknown, onRemove }: FilterChipsProps) {
  const { t } = useTranslation();
  if (filters.length === 0) return null;
  return (
    <ul className={styles.chips} aria-label={t('search.filters')}>
      {filters.map((one) => {
        const written = `${one.filter}:${one.value}`;
        return (
          <li key={written}>
            <button
              type="button"
              className={styles.chip}
              data-unknown={unknown.some((other) => isSameFilter(other, one))}
              aria-label={t('search.removeFilter', { filter: written })}
              title={t('search.removeFilter', { filter: written })}
              onClick={() => onRemove(one)}
              onKeyDown={(event) => {
                if (event.key !== 'Backspace' && event.key !== 'Delete') return;
                event.preventDefault();
                onRemove(one);
              }}
            >
              <span className={styles.chipName}>{one.filter}:</span>
              <span className={styles.chipValue}>{one.value}</span>
              <X size={14} />
            </button>
          </li>
        );
      })}
    </ul>
  );
}
