import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../design/Button';
import { newVersion } from './newVersion';
import styles from './NewVersionNotice.module.css';

/** A newer application is on this device. It waits until the person says so. */
export function NewVersionNotice() {
  const { t } = useTranslation();
  const isHere = useSyncExternalStore(newVersion.subscribe, newVersion.isHere);
  if (!isHere) return null;
  return (
    <aside className={styles.notice} role="status">
      <p>{t('app.newVersion')}</p>
      <Button onClick={() => newVersion.reload()}>{t('app.crashed.reload')}</Button>
    </aside>
  );
}
