import { useTranslation } from 'react-i18next';
import { marked, useMarked } from '../../app/marked';
import styles from './DocumentBody.module.css';

/** Whether something is marked in the text. */
export function MarkSwitch({ of }: { of: keyof typeof marked }) {
  const { t } = useTranslation();
  const on = useMarked(of);
  return (
    <button
      type="button"
      className={styles.choice}
      aria-pressed={on}
      title={t(`document.${of}Hint`)}
      onClick={() => marked[of].turn(!on)}
    >
      {t(on ? `document.${of}On` : `document.${of}Off`)}
    </button>
  );
}
