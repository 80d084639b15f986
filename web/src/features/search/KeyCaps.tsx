import { useTranslation } from 'react-i18next';
import { keysOf, type Chord } from '../../app/chord';
import styles from './Shortcuts.module.css';

/** Keys as they are printed on the keyboard. */
export function KeyCaps({ chord }: { chord: Chord }) {
  const { t } = useTranslation();
  return (
    <span className={styles.keys}>
      {keysOf(chord, { ctrl: t('shortcuts.ctrl'), shift: t('shortcuts.shift') }).map((key) => (
        <kbd key={key} className={styles.key}>
          {key}
        </kbd>
      ))}
    </span>
  );
}
