import { useTranslation } from 'react-i18next';
import { setSpelling, useSpelling } from '../../app/spelling';
import styles from './DocumentBody.module.css';

/** Whether the browser marks words that it doesn't know. */
export function SpellingSwitch() {
  const { t } = useTranslation();
  const on = useSpelling();
  return (
    <button
      type="button"
      className={styles.choice}
      aria-pressed={on}
      title={t('document.spellingHint')}
      onClick={() => setSpelling(!on)}
    >
      {t(on ? 'document.spellingOn' : 'document.spellingOff')}
    </button>
  );
}
