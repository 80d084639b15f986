import { useTranslation } from 'react-i18next';
import { Main } from './surroundings';
import styles from './Wait.module.css';

/** Stays invisible for a moment, so that what comes quickly comes without a flash. */
export function Wait({ text }: { text?: string }) {
  const { t } = useTranslation();
  return (
    <Main className={styles.wait} aria-busy={text === undefined}>
      <p role="status">{text ?? t('app.starting')}</p>
    </Main>
  );
}
